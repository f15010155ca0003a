package dev.clm.common.field;

import dev.clm.common.error.ClmException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One member of a JSON body: its name (that of the column), what it must be, and how it is read. Without a trait it may be
 * left out, set to null and changed later.
 *
 * @param values all there are, or none where they cannot be counted
 */
public record JsonField(
        String name, Type type, String expectation, List<String> values, Reader reader, Set<Trait> traits) {
    /** The shapes that a value has in JSON. */
    public enum Type {
        STRING,
        INTEGER,
        BOOLEAN,
        TIME,
        UUID,
        STRINGS,
        DOCUMENT
    }

    /** What else is asked of a member. */
    enum Trait {
        REQUIRED,
        /** Its column cannot be NULL: it may be left out, but not cleared. */
        FILLED,
        /** It is set once, when the row is made. */
        FIXED
    }

    /** Turns a JSON value other than null into a column's, or refuses it by field. */
    @FunctionalInterface
    public interface Reader {
        Object read(Object value) throws ClmException;
    }

    /** A member whose value `read` takes, or does not. */
    static JsonField of(String name, Type type, String expectation, Function<Object, Optional<Object>> read) {
        Reader reader = value -> read.apply(value)
                .orElseThrow(() -> ClmException.invalid(name, "invalid_value", "must be " + expectation));
        return new JsonField(name, type, expectation, List.of(), reader, Set.of());
    }

    /** Read in another way. */
    public JsonField readAs(String otherExpectation, Reader otherReader) {
        return new JsonField(name, type, otherExpectation, values, otherReader, traits);
    }

    JsonField oneOf(List<String> all) {
        return new JsonField(name, type, expectation, all, reader, traits);
    }

    public JsonField required() {
        return with(Trait.REQUIRED).with(Trait.FILLED);
    }

    public JsonField filled() {
        return with(Trait.FILLED);
    }

    public JsonField fixed() {
        return with(Trait.FIXED);
    }

    public boolean isRequired() {
        return traits.contains(Trait.REQUIRED);
    }

    public boolean mayBeCleared() {
        return !traits.contains(Trait.FILLED);
    }

    public boolean mayChange() {
        return !traits.contains(Trait.FIXED);
    }

    private JsonField with(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new JsonField(name, type, expectation, values, reader, Set.copyOf(more));
    }
}
