package dev.clm.pki.request;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.text.IDNA;

/**
 * Internationalised labels (RFC 5890, 2.3.2.1): what ICU finds valid by UTS #46 without transitional mappings, made of
 * letters, marks and digits only, as IDNA 2008 wants it and UTS #46 does not.
 */
final class ALabel {
    private static final IDNA UTS_46 = IDNA.getUTS46Instance(IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO
            | IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE);
    /** RFC 5892, 2.6, and the contextual characters of its appendix A. */
    private static final String ALSO_ALLOWED = "-\u00B7\u0375\u05F3\u05F4\u06FD\u06FE\u0F0B\u200C\u200D\u3007\u30FB";

    private static final String NOT_ALLOWED = "\u0640\u07FA\u302E\u302F\u3031\u3032\u3033\u3034\u3035\u303B";

    private ALabel() {}

    /** Expects a label of lower-case letters, digits and hyphens. */
    static boolean isValid(String label) {
        IDNA.Info info = new IDNA.Info();
        StringBuilder unicode = UTS_46.labelToUnicode(label, new StringBuilder(), info);
        return !info.hasErrors()
                && unicode.codePoints().allMatch(ALabel::isAllowed)
                && unicode.codePoints().anyMatch(c -> c >= 0x80);
    }

    private static boolean isAllowed(int c) {
        return switch (UCharacter.getType(c)) {
            case UCharacterCategory.LOWERCASE_LETTER,
                    UCharacterCategory.OTHER_LETTER,
                    UCharacterCategory.MODIFIER_LETTER,
                    UCharacterCategory.DECIMAL_DIGIT_NUMBER,
                    UCharacterCategory.NON_SPACING_MARK,
                    UCharacterCategory.COMBINING_SPACING_MARK -> NOT_ALLOWED.indexOf(c) < 0;
            default -> ALSO_ALLOWED.indexOf(c) >= 0;
        };
    }
}
