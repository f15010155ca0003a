package dev.clm.pki.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The openssl on the PATH, where there is one: the judge that clients use. */
public record OpenSsl(int exitCode, String output) {
    public static boolean isInstalled() {
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
