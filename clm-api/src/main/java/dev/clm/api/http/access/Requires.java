package dev.clm.api.http.access;

import dev.clm.core.identity.role.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The permission that a handler method needs (requirement A1). {@link PermissionCheck} asks for it before the method runs. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    Permission value();

    /** What the method itself asks for besides, depending on the request; for docs/PATHS.md. */
    Permission[] sometimes() default {};

    /** On a method that the controllers of several resources inherit: this action on the resource that their class names. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Action {
        String value();
    }

    /** The resource of inherited methods; where there is no permission of that resource and action, they are refused. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface On {
        String value();
    }
}
