package io.portsicle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class WrongUsageTest {

    private final CommandLineFixture line = new CommandLineFixture();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    htp 3000                    | unknown command htp; did you mean http?
                    expose 3000                 | unknown command expose; see: portsicle --help
                    3000                        | COMMAND is missing; did you mean portsicle http 3000?
                    --json                      | unknown option --json; see: portsicle --help
                    http                        | TARGET is missing: where does your server listen? For example: portsicle http 3000
                    http 99999                  | TARGET: "99999" (expected: a port from 1 to 65535)
                    http -p 0                   | -p: "0" (expected: a port from 1 to 65535)
                    http --port=0               | --port: "0" (expected: a port from 1 to 65535)
                    http web                    | TARGET: "web" (expected: a port such as 3000, a host and port such as localhost:3000, an http or https URL, or unix:/path)
                    http unix:app.sock          | TARGET: "unix:app.sock" (expected: the absolute path of a socket, such as unix:/run/app.sock)
                    http https://a --local-ca /nowhere | --local-ca: "/nowhere" (expected: a file that exists)
                    http https://a --local-ca /nowhere --local-insecure | --local-insecure takes any certificate, --local-ca only those of a file; leave out one of them
                    http 3000 --local-protocol http2 | --local-protocol: "http2" (expected: auto, http1, h2c or h2)
                    http 3000 --local-protocol h2 | --local-protocol h2 is HTTP/2 over TLS, but TARGET is http://localhost:3000; did you mean h2c?
                    http https://a --local-protocol h2c | --local-protocol h2c is HTTP/2 without TLS, but TARGET is https://a; did you mean h2?
                    http 3000 4000              | unexpected argument 4000; see: portsicle http --help
                    http 3000 -p 4000           | TARGET is given more than once; expose one server with each command
                    http -p 3000 -p 4000        | TARGET is given more than once; expose one server with each command
                    http 3000 --nmae=demo       | unknown option --nmae; did you mean --name?
                    http --host_header a 3000   | unknown option --host_header; did you mean --host-header?
                    http 3000 -x                | unknown option -x; see: portsicle http --help
                    http 3000 --name            | --name needs a value: --name NAME
                    http 3000 --name --json     | --name needs a value: --name NAME
                    http 3000 --name My_App     | --name: "My_App" (expected: 1 to 63 of a-z, 0-9 and -, with no - at either end; did you mean my-app?)
                    http 3000 --links 0         | --links: "0" (expected: a number from 1 to 8)
                    http 3000 --links many      | --links: "many" (expected: a number from 1 to 8)
                    relay --grace 0s            | --grace: "0s" (expected: a time above zero with its unit, such as 500ms, 30s, 2m or 1h)
                    http 3000 --name -          | --name: "-" (expected: 1 to 63 of a-z, 0-9 and -, with no - at either end)
                    http 3000 --relay r.test    | --relay: "r.test" (expected: an http, https, ws or wss URL such as https://relay.example.com; did you mean https://r.test?)
                    http 3000 --relay ftp://r   | --relay: "ftp://r" (expected: an http, https, ws or wss URL such as https://relay.example.com)
                    http 3000 --relay http://r/x | --relay: "http://r/x" (expected: a URL with nothing behind host and port)
                    http 3000 --relay http://r:0 | --relay: "http://r:0" (expected: a port from 1 to 65535)
                    http 3000 --proxy p.test:1  | --proxy: "p.test:1" (expected: none, or an HTTP proxy as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT)
                    http 3000 --proxy http://p.test | --proxy: "http://p.test" (expected: none, or an HTTP proxy as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT)
                    http 3000 --proxy http://me:s3c/r@et@p.test:0 | --proxy: "http://(hidden)@p.test:0" (expected: none, or a host, and a port from 1 to 65535)
                    http 3000 --proxy me:s3cret@p.test:1 | --proxy: "(hidden)@p.test:1" (expected: none, or an HTTP proxy as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT)
                    http 3000 --proxi=http://me:s3cret@p.test:1 | unknown option --proxi; did you mean --proxy?
                    http 3000 http://me:s3cret@p.test:1 | unexpected argument http://(hidden)@p.test:1; see: portsicle http --help
                    http 3000 --relay http://r.test --ca /nowhere | --ca: "/nowhere" (expected: a file that exists)
                    http 3000 --relay http://r.test --ca pom.xml | --ca: "pom.xml" (expected: a PEM file with a certificate, which has a line -----BEGIN CERTIFICATE-----)
                    http 3000 --host-header a/b | --host-header: "a/b" (expected: rewrite, preserve, or a host name with or without a port)
                    http 3000 --response-timeout 5 | --response-timeout: "5" (expected: a time above zero with its unit, such as 500ms, 30s, 2m or 1h)
                    http 3000 --response-timeout 0s | --response-timeout: "0s" (expected: a time above zero with its unit, such as 500ms, 30s, 2m or 1h)
                    http 3000 --json=maybe      | --json: "maybe" (expected: true or false)
                    http 3000 --token-file /nowhere | --token-file: "/nowhere" (expected: a file that exists)
                    http 3000 --lan --relay http://r.test | --lan shares the relay inside this command, but --relay (or PORTSICLE_RELAY) names another: http://r.test; leave out one of them
                    relay 8080                  | unexpected argument 8080; see: portsicle relay --help
                    relay --listen 8080         | --listen: "8080" (expected: http://HOST:PORT or https://HOST:PORT, for example http://127.0.0.1:8080)
                    relay --listen http://h:99999 | --listen: "http://h:99999" (expected: http://HOST:PORT or https://HOST:PORT, for example http://127.0.0.1:8080)
                    relay --listen https://h:1  | --listen https://h:1 needs a certificate and its key: --tls-cert FILE --tls-key FILE
                    relay --tls-cert c --tls-key k | --tls-cert is for --listen https://HOST:PORT, which is not given
                    relay --listen https://h:1 --tls-cert c | --tls-cert is given 1 time(s), --tls-key 0; each certificate needs its key at the same place
                    relay --https-redirect      | --https-redirect needs an address to send visitors to: --listen https://HOST:PORT
                    relay --https-redirect --listen https://h:1 --tls-cert c --tls-key k | --https-redirect needs an address to send visitors from: --listen http://HOST:PORT
                    relay --domain a_b.-c       | --domain: "a_b.-c" (expected: a host name such as tunnels.example.com)
                    relay --public-url r.test   | --public-url: "r.test" (expected: http:// or https://, a host, and nothing behind it, such as https://tunnels.example.com)
                    """)
    void eachMistakeIsExplainedInOneLine(String arguments, String explanation) {
        int code = line.execute(arguments.split(" +"));

        assertThat(line.err()).isEqualTo("portsicle: " + explanation + "\n");
        assertThat(line.out()).isEmpty();
        assertThat(code).isEqualTo(2);
    }

    @Test
    void noCommandIsAMistakeThatShowsTheWay() {
        assertThat(line.execute()).isEqualTo(2);
        assertThat(line.err())
                .isEqualTo(
                        "portsicle: COMMAND is missing, for example: portsicle http 3000;"
                                + " see: portsicle --help\n");
    }

    @Test
    void aWrongValueOfTheEnvironmentIsNamedByItsVariable() {
        line.with("PORTSICLE_NAME", "My App");

        assertThat(line.execute("http", "3000")).isEqualTo(2);
        assertThat(line.err())
                .isEqualTo(
                        "portsicle: PORTSICLE_NAME: \"My App\" (expected: 1 to 63 of a-z, 0-9 and"
                                + " -, with no - at either end; did you mean my-app?)\n");
    }

    @Test
    void aWrongProxyOfTheEnvironmentIsNamedByItsVariable() {
        line.with("HTTPS_PROXY", "https://me:s3cret@proxy.test:443");

        assertThat(line.execute("http", "3000", "--relay", "https://relay.test")).isEqualTo(2);
        assertThat(line.err())
                .isEqualTo(
                        "portsicle: HTTPS_PROXY: \"https://(hidden)@proxy.test:443\" (expected: an"
                                + " HTTP proxy as http://HOST:PORT or"
                                + " http://USER:PASSWORD@HOST:PORT; --proxy none leaves it"
                                + " aside)\n");
    }

    @Test
    void aMissingAuthorityOfTheEnvironmentIsNamedByItsVariable() {
        line.with("PORTSICLE_CA", "/nowhere");

        assertThat(line.execute("http", "3000", "--relay", "https://relay.test")).isEqualTo(2);
        assertThat(line.err())
                .isEqualTo(
                        "portsicle: PORTSICLE_CA: \"/nowhere\" (expected: a file that exists)\n");
    }

    @Test
    void aWrongProxyVariableOfPortsicleIsNamed() {
        line.with("PORTSICLE_PROXY", "http://me:s3cret@proxy.test");

        assertThat(line.execute("http", "3000")).isEqualTo(2);
        assertThat(line.err())
                .startsWith(
                        "portsicle: PORTSICLE_PROXY: \"http://(hidden)@proxy.test\" (expected:");
    }

    @Test
    void aPasswordInAUrlIsNotRepeated() {
        line.execute("http", "3000", "--relay", "http://me:s3cret@relay.example.com");

        assertThat(line.err())
                .isEqualTo(
                        "portsicle: --relay: \"http://(hidden)@relay.example.com\" (expected: a URL"
                                + " without a user; a token is given with --token-file)\n");
    }

    @Test
    void aWrongTokenIsNotRepeated() {
        line.execute("http", "3000", "--token", "s3cret with spaces");

        assertThat(line.err())
                .isEqualTo(
                        "portsicle: --token: not shown (expected: 1 to 1024 visible ASCII"
                                + " characters, no spaces)\n");
    }

    @Test
    void aTokenBehindAMistypedOptionIsNotRepeated() {
        line.execute("http", "3000", "--tokne=s3cret");

        assertThat(line.err())
                .isEqualTo("portsicle: unknown option --tokne; did you mean --token?\n");
    }

    @Test
    void whatStandsInATokenFileIsNotRepeated(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "s3cret with spaces");

        line.execute("http", "3000", "--token-file", file.toString());

        assertThat(line.err())
                .isEqualTo(
                        ("portsicle: --token-file: \"%s\" (expected: a file whose first line is a"
                                        + " token: visible ASCII characters, no spaces)\n")
                                .formatted(file));
    }

    @Test
    void anEmptyTokenFileIsExplained(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "");

        assertThat(line.execute("http", "3000", "--token-file", file.toString())).isEqualTo(2);
        assertThat(line.err()).contains("a file whose first line is a token");
    }
}
