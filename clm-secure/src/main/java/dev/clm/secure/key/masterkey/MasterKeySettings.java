package dev.clm.secure.key.masterkey;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads the master key that the environment names, from exactly one source: `…_FILE` (a file of one line), the variable
 * itself (the same line), `…_PKCS12` (a key store) or `…_PKCS11` (a token).
 */
public final class MasterKeySettings {
    /** The one in use, and the one that the next rotation makes the one in use. */
    private static final String CURRENT = "CLM_MASTER_KEY";

    private static final String NEXT = "CLM_NEXT_MASTER_KEY";
    private static final List<String> SOURCES = List.of("_FILE", "", "_PKCS12", "_PKCS11");

    private static final List<String> OF_SOURCES = List.of(
            "_PKCS12_PASSWORD",
            "_PKCS12_PASSWORD_FILE",
            "_PKCS12_ALIAS",
            "_PKCS11_PIN",
            "_PKCS11_PIN_FILE",
            "_PKCS11_ALIAS");

    private static final int MAX_SECRET_BYTES = 4_096;

    private final Map<String, String> environment;
    private final String prefix;

    private MasterKeySettings(Map<String, String> environment, String prefix) {
        this.environment = environment;
        this.prefix = prefix;
    }

    /** Every variable that names a master key or belongs to one. */
    public static Set<String> variables() {
        return Stream.of(CURRENT, NEXT)
                .flatMap(prefix ->
                        Stream.concat(SOURCES.stream(), OF_SOURCES.stream()).map(name -> prefix + name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether any source of the master key in use is named. */
    public static boolean isSet(Map<String, String> environment) {
        return !new MasterKeySettings(environment, CURRENT).named().isEmpty();
    }

    public static MasterKey load(Map<String, String> environment) {
        return new MasterKeySettings(environment, CURRENT)
                .loadNamed()
                .orElseThrow(() -> new MasterKeyException(
                        "no master key: set one of CLM_MASTER_KEY_FILE, CLM_MASTER_KEY, CLM_MASTER_KEY_PKCS12,"
                                + " CLM_MASTER_KEY_PKCS11"));
    }

    /** The one in use, and the next where one is set. */
    public static MasterKeys loadAll(Map<String, String> environment) {
        MasterKey current = load(environment);
        try {
            return new MasterKeys(current, loadNext(environment));
        } catch (MasterKeyException e) {
            current.close();
            throw e;
        }
    }

    /** `CLM_NEXT_MASTER_KEY…`; empty where none is set. */
    static Optional<MasterKey> loadNext(Map<String, String> environment) {
        return new MasterKeySettings(environment, NEXT).loadNamed();
    }

    private List<String> named() {
        return SOURCES.stream()
                .map(source -> prefix + source)
                .filter(name -> value(name).isPresent())
                .toList();
    }

    private Optional<MasterKey> loadNamed() {
        List<String> named = named();
        if (named.size() > 1) {
            throw new MasterKeyException(String.join(" and ", named) + " are both set; set one of them");
        }
        return named.stream().findFirst().map(this::load);
    }

    private MasterKey load(String name) {
        return switch (name.substring(prefix.length())) {
            case "_FILE" -> MasterKeyFile.read(path(name), name);
            case "_PKCS12" ->
                Pkcs12MasterKey.readAndErase(path(name), name, secret(name + "_PASSWORD"), value(name + "_ALIAS"));
            case "_PKCS11" ->
                Pkcs11MasterKey.openAndErase(path(name), name, secret(name + "_PIN"), value(name + "_ALIAS"));
            default -> MasterKeyText.parseAndErase(environment.get(name).getBytes(StandardCharsets.UTF_8), name);
        };
    }

    /** A password or pin, from its variable or from the file that `…_FILE` names. */
    private char[] secret(String name) {
        Optional<String> value = value(name);
        Optional<String> file = value(name + "_FILE");
        if (value.isPresent() == file.isPresent()) {
            throw new MasterKeyException("set one of " + name + " and " + name + "_FILE");
        }
        return value.map(String::toCharArray).orElseGet(() -> content(name + "_FILE"));
    }

    /** Without the spaces and line ends around it. Who may read it may as well have the key. */
    private char[] content(String name) {
        byte[] read = new OwnersFile(path(name), name).read(MAX_SECRET_BYTES);
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(read));
        try {
            int from = 0;
            int to = text.length();
            while (from < to && Character.isWhitespace(text.get(from))) {
                from++;
            }
            while (to > from && Character.isWhitespace(text.get(to - 1))) {
                to--;
            }
            return Arrays.copyOfRange(text.array(), from, to);
        } finally {
            Arrays.fill(read, (byte) 0);
            Arrays.fill(text.array(), '\0');
        }
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private Path path(String name) {
        try {
            return Path.of(environment.get(name));
        } catch (InvalidPathException e) {
            throw new MasterKeyException(name + " is not a path", e);
        }
    }
}
