package dev.clm.api.process.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.clm.api.http.description.Required;
import dev.clm.common.field.Page;
import dev.clm.pki.publickey.RequestedKeySpec;
import dev.clm.pki.request.ConstrainedNames;
import dev.clm.pki.request.SubjectAlternativeNames;
import dev.clm.pki.request.SubjectAttribute;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;

/**
 * The schemas of Java types as Jackson reads and writes them here. Every record is a schema of its own under a name of its own.
 * What a record answers has all its members, null only where the component is {@link Nullable}; in what it takes, all but the
 * {@link Required} ones may be left out or null.
 */
final class TypeSchemas {
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();
    private static final Map<Class<?>, Set<String>> REQUIRED_ELSEWHERE = Map.of(
            RequestedKeySpec.class, Set.of("algorithm"),
            SubjectAlternativeNames.Unchecked.class, Set.of("type", "value"),
            ConstrainedNames.Unchecked.class, Set.of());
    private static final Map<Class<?>, String> NAMED_ELSEWHERE = Map.of(
            SubjectAlternativeNames.Unchecked.class, "RequestedAlternativeName",
            ConstrainedNames.Unchecked.class, "RequestedNameConstraints");

    private final Map<String, Schema<?>> named = new TreeMap<>();
    private final Map<String, Type> owners = new HashMap<>();

    /** All that were asked for, by name. */
    Map<String, Schema<?>> named() {
        return named;
    }

    /** Of a class, a list, a map or a page. */
    Schema<?> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == Page.class) {
                return page(name((Class<?>) last), of(last));
            }
            return generic.getRawType() == List.class ? Shapes.arrayOf(of(last)) : map(last);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() ? record(plain) : scalar(plain);
    }

    /** One page of a list of these. */
    Schema<?> page(String itemName, Schema<?> item) {
        Schema<Object> page = Shapes.of("object");
        add(page, "items", Shapes.arrayOf(item), true);
        add(page, "next_cursor", Shapes.orNull(Shapes.text()), true);
        return define(itemName + "Page", page);
    }

    Schema<?> define(String name, Schema<?> schema) {
        named.put(name, schema);
        return Shapes.reference(name);
    }

    static void add(Schema<?> object, String name, Schema<?> member, boolean required) {
        object.addProperty(name, member);
        if (required) {
            object.addRequiredItem(name);
        }
    }

    private Schema<?> record(Class<?> type) {
        String name = name(type);
        Type owner = owners.putIfAbsent(name, type);
        if (owner == null) {
            Schema<Object> schema = Shapes.of("object");
            addMembers(schema, type);
            described(type).ifPresent(schema::setDescription);
            if (isTaken(type)) {
                schema.setAdditionalProperties(false);
            }
            named.put(name, schema);
        } else if (owner != type) {
            throw new IllegalStateException(owner + " and " + type + " are both described as " + name);
        }
        return Shapes.reference(name);
    }

    private void addMembers(Schema<Object> schema, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                addMembers(schema, component.getType());
                continue;
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            boolean required = isTaken(type) ? isRequired(component) : isAlwaysThere(component, nullable);
            boolean orNull = isTaken(type) ? !required : nullable && required;
            Schema<?> member = member(component);
            add(
                    schema,
                    SNAKE_CASE.nameForField(null, null, component.getName()),
                    orNull ? Shapes.orNull(member) : member,
                    required);
        }
    }

    private Schema<?> member(RecordComponent component) {
        List<String> values = CodeNames.of(component);
        if (!values.isEmpty()) {
            Schema<?> code = Shapes.oneOf(values);
            return component.getType() == List.class ? Shapes.arrayOf(code) : code;
        }
        if (component.getName().equals("subject") && component.getType() == Map.class) {
            return subject();
        }
        ArraySchema array = component.getAccessor().getAnnotation(ArraySchema.class);
        if (array != null) {
            return Shapes.arrayOf(of(array.schema().implementation()));
        }
        return component.getAccessor().isAnnotationPresent(JsonRawValue.class)
                ? Shapes.document()
                : of(component.getGenericType());
    }

    private Schema<?> subject() {
        Schema<Object> subject = Shapes.of("object");
        subject.setDescription("The attributes of a subject's name");
        for (SubjectAttribute attribute : SubjectAttribute.values()) {
            Schema<?> value = attribute.mayRepeat() ? new Schema<>() : Shapes.orNull(Shapes.text());
            if (attribute.mayRepeat()) {
                value.setDescription("A text, or an array of them, the most significant first");
            }
            subject.addProperty(attribute.wireName(), value);
        }
        subject.setAdditionalProperties(false);
        return define("SubjectName", subject);
    }

    private Schema<?> map(Type values) {
        Schema<Object> map = Shapes.document();
        if (values != Object.class) {
            map.setAdditionalProperties(of(values));
        }
        return map;
    }

    private static Schema<?> scalar(Class<?> type) {
        if (type == String.class) {
            return Shapes.text();
        } else if (type == UUID.class) {
            return Shapes.uuid();
        } else if (type == Instant.class) {
            return Shapes.time();
        } else if (type == int.class || type == Integer.class) {
            return Shapes.of("integer", "int32");
        } else if (type == long.class || type == Long.class) {
            return Shapes.of("integer", "int64");
        } else if (type == double.class) {
            return Shapes.of("number", "double");
        } else if (type == boolean.class || type == Boolean.class) {
            return Shapes.of("boolean");
        } else if (type == char[].class) {
            return Shapes.of("string", "password");
        } else if (type == String[].class) {
            return Shapes.arrayOf(Shapes.text());
        } else if (type == JsonNode.class || type == Object.class) {
            return new Schema<>();
        }
        throw new IllegalStateException(type + " cannot be described: name the answer's type in @Answers");
    }

    private static boolean isRequired(RecordComponent component) {
        return component.isAnnotationPresent(Required.class)
                || REQUIRED_ELSEWHERE
                        .getOrDefault(component.getDeclaringRecord(), Set.of())
                        .contains(component.getName());
    }

    private static boolean isAlwaysThere(RecordComponent component, boolean nullable) {
        JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude all = component.getDeclaringRecord().getAnnotation(JsonInclude.class);
        if (own != null) {
            return own.value() == JsonInclude.Include.ALWAYS;
        }
        return all == null || all.value() == JsonInclude.Include.ALWAYS || !nullable;
    }

    /** A body, or part of one. */
    private static boolean isTaken(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return name(type).endsWith("Body")
                || REQUIRED_ELSEWHERE.containsKey(type)
                || outer != null && outer.isRecord() && isTaken(outer);
    }

    private static Optional<String> described(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class))
                .map(io.swagger.v3.oas.annotations.media.Schema::description)
                .filter(text -> !text.isEmpty());
    }

    static String name(Class<?> type) {
        io.swagger.v3.oas.annotations.media.Schema given =
                type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        if (given != null && !given.name().isEmpty()) {
            return given.name();
        }
        return NAMED_ELSEWHERE.getOrDefault(type, type.getSimpleName().replaceFirst("View$", ""));
    }
}
