package dev.clm.api.process.openapi;

import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The JSON Schemas (2020-12, as OpenAPI 3.1 has them) that everything is described by. */
final class Shapes {
    private static final String NULL = "null";

    private Shapes() {}

    static Schema<Object> of(String type) {
        Schema<Object> schema = new Schema<>();
        schema.setType(type);
        schema.setTypes(new LinkedHashSet<>(Set.of(type)));
        return schema;
    }

    static Schema<Object> of(String type, String format) {
        Schema<Object> schema = of(type);
        schema.setFormat(format);
        return schema;
    }

    static Schema<Object> text() {
        return of("string");
    }

    static Schema<Object> uuid() {
        return of("string", "uuid");
    }

    static Schema<Object> time() {
        return of("string", "date-time");
    }

    /** Bytes that are no JSON. */
    static Schema<Object> binary() {
        return of("string", "binary");
    }

    static Schema<Object> oneOf(List<String> values) {
        Schema<Object> schema = text();
        schema.setEnum(new ArrayList<>(values));
        return schema;
    }

    static Schema<Object> arrayOf(Schema<?> items) {
        Schema<Object> schema = of("array");
        schema.setItems(items);
        return schema;
    }

    /** An object of any content. */
    static Schema<Object> document() {
        Schema<Object> schema = of("object");
        schema.setAdditionalProperties(true);
        return schema;
    }

    static Schema<Object> reference(String name) {
        Schema<Object> schema = new Schema<>();
        schema.set$ref("#/components/schemas/" + name);
        return schema;
    }

    static Schema<?> orNull(Schema<?> schema) {
        if (schema.getTypes() == null) {
            return schema.get$ref() == null ? schema : anyOf(List.of(schema, of(NULL)));
        }
        schema.getTypes().add(NULL);
        if (schema.getEnum() != null) {
            schema.getEnum().add(null);
        }
        return schema;
    }

    private static Schema<Object> anyOf(List<Schema<?>> schemas) {
        Schema<Object> either = new Schema<>();
        schemas.forEach(either::addAnyOfItem);
        return either;
    }
}
