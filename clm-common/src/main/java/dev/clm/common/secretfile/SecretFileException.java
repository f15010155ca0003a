package dev.clm.common.secretfile;

/** A file of a secret is missing or kept carelessly. The message names the file and says what is wrong, never what is in it. */
public final class SecretFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretFileException(String message) {
        super(message);
    }

    SecretFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
