package dev.clm.api.http.description;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A successful answer of a handler method, where it is not 200 with the JSON of what the method returns and no header of its own. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Answers.All.class)
public @interface Answers {
    int status() default 200;

    /** Its body, one of these; what the method returns where it is left out. A status without content has none. */
    Class<?>[] with() default {};

    /** The media types of a body that is no JSON. */
    String[] as() default {};

    /** Beside those of every answer. */
    String[] headers() default {};

    /** Whether the request may carry an Idempotency-Key, which gets this answer again (requirement T4). */
    boolean once() default false;

    /** Several, of one method. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        Answers[] value();
    }
}
