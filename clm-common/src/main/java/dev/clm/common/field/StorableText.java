package dev.clm.common.field;

/** Whether PostgreSQL can store a text: no NUL, no half of a surrogate pair (neither text nor jsonb takes them). */
public final class StorableText {
    private StorableText() {}

    public static boolean isStorable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }

    /** Storable, one line, and of 1 to `maximum` code points without leading or trailing space. */
    public static boolean isName(String text, int maximum) {
        return !text.isBlank()
                && text.equals(text.strip())
                && text.codePointCount(0, text.length()) <= maximum
                && isStorable(text)
                && text.codePoints().noneMatch(Character::isISOControl);
    }
}
