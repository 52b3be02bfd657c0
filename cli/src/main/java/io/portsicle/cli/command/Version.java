package io.portsicle.cli.command;

import picocli.CommandLine.IVersionProvider;

/// The version of this program, as its build wrote it into the jar.
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"portsicle " + number()};
    }

    private static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
