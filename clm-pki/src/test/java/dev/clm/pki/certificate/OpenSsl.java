package dev.clm.pki.certificate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The openssl on the PATH: the judge that clients use. Continuous integration (CI=true) has it, a desk may go without. */
public record OpenSsl(int exitCode, String output) {
    private static final String MISSING = "OpenSSL 3 is not installed (Debian package openssl)";

    /** Fails in continuous integration without it; elsewhere skips the test. */
    public static void require() {
        assumeTrue(isHere(), MISSING);
    }

    /** For a test that has more to say than this judge. */
    public static boolean isHere() {
        if (isInstalled()) {
            return true;
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(MISSING);
        }
        System.out.println("not judged: " + MISSING);
        return false;
    }

    private static boolean isInstalled() {
        try {
            return run("version").output().startsWith("OpenSSL 3");
        } catch (IllegalStateException e) {
            return false;
        }
    }

    public static OpenSsl run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new OpenSsl(process.waitFor(), output);
        } catch (IOException e) {
            throw new IllegalStateException("openssl did not run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
