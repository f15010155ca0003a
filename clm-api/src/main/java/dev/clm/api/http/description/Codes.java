package dev.clm.api.http.description;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The enum whose values a text holds by their names on the wire, or the names themselves where there is none. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Codes {
    Class<? extends Enum<?>>[] of() default {};

    /** Those of the enum that this text never holds. */
    String[] except() default {};

    String[] names() default {};
}
