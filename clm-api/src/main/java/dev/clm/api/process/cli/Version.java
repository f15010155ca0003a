package dev.clm.api.process.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        return "clm "
                + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse("(built from source)");
    }
}
