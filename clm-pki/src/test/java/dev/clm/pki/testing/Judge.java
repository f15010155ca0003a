package dev.clm.pki.testing;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that is not ours and says whether what we made is right. Continuous integration (CI=true) has every one, so a test
 * fails there without it; on a desk it skips, and says so.
 */
public enum Judge {
    OPENSSL("OpenSSL 3", List.of("openssl", "version"), "OpenSSL 3", "openssl"),
    SOFTHSM("SoftHSM2", List.of("softhsm2-util", "--version"), "2.", "softhsm2");

    private final String title;
    private final List<String> version;
    private final String answer;
    private final String debianPackage;

    Judge(String title, List<String> version, String answer, String debianPackage) {
        this.title = title;
        this.version = version;
        this.answer = answer;
        this.debianPackage = debianPackage;
    }

    public void require() {
        Assumptions.assumeTrue(isHere(), this::missing);
    }

    /** For a test that has more to say than this judge. */
    public boolean isHere() {
        if (isInstalled()) {
            return true;
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing());
        }
        System.out.println("not judged: " + missing());
        return false;
    }

    private boolean isInstalled() {
        try {
            return OpenSsl.run(version).output().startsWith(answer);
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private String missing() {
        return title + " is not installed (Debian package " + debianPackage + ")";
    }
}
