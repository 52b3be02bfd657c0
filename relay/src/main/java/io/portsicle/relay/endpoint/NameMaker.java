package io.portsicle.relay.endpoint;

import java.util.random.RandomGenerator;

/// Makes names nobody can guess and people can tell apart: `quiet-otter-` and eleven characters of
/// base 32.
///
/// Two words of 6 bits and 55 bits of characters are 67 bits; the URL of an endpoint is its only
/// secret.
public final class NameMaker {
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int CHARACTERS = 11;

    private static final String[] ADJECTIVES =
            words(
                    """
                    amber ample bold brave breezy bright brisk calm candid clear clever cosy
                    crisp curly daring deep dry eager early easy fair fancy fleet fond
                    free fresh gentle glad golden grand happy hardy humble jolly keen kind
                    late light lively loyal lucky mellow merry mild neat nimble noble plain
                    polar proud quick quiet rapid ready round sharp silent smooth solid spry
                    sunny swift tidy warm\
                    """);

    private static final String[] ANIMALS =
            words(
                    """
                    badger bat bear beaver bee bison boar camel cat condor coyote crab
                    crane crow deer dingo dove duck eagle eel elk falcon ferret finch
                    fox frog gecko goat goose gull hare hawk heron horse ibex jay
                    koala lark lemur lion lizard llama lynx magpie marten mole moose newt
                    ocelot orca otter owl panda pike puffin quail rabbit raven robin salmon
                    seal stork swan tiger\
                    """);

    private final RandomGenerator random;

    /// Takes the source of randomness: a `SecureRandom`, anything else only in a test.
    public NameMaker(RandomGenerator random) {
        this.random = random;
    }

    /// The next name.
    public EndpointName next() {
        StringBuilder name = new StringBuilder();
        name.append(ADJECTIVES[random.nextInt(ADJECTIVES.length)]).append('-');
        name.append(ANIMALS[random.nextInt(ANIMALS.length)]).append('-');
        for (int i = 0; i < CHARACTERS; i++) {
            name.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return new EndpointName(name.toString());
    }

    /// How many bits of chance a name holds.
    static double bits() {
        double combinations =
                ADJECTIVES.length * (double) ANIMALS.length * Math.pow(BASE32.length(), CHARACTERS);
        return Math.log(combinations) / Math.log(2);
    }

    private static String[] words(String text) {
        return text.split("\\s+");
    }
}
