package dev.clm.api.process.openapi;

import dev.clm.api.row.ManagedResource;
import dev.clm.api.row.ResourceKind;
import dev.clm.common.field.JsonField;
import dev.clm.core.row.ManagedRowRepository.Column;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Describes the rows of resources from their columns, and their bodies from the members that are really read. */
@Component
final class ResourceSchemas {
    private final Map<String, ManagedResource> resources;

    ResourceSchemas(List<ManagedResource> resources) {
        this.resources = resources.stream()
                .collect(Collectors.toMap(
                        resource -> "/api/v1/" + resource.kind().path(), Function.identity()));
    }

    /** The kind that lives under this path. */
    ResourceKind kind(String path) {
        return resource(path).kind();
    }

    Schema<?> row(TypeSchemas schemas, String path) {
        Map<String, JsonField> members = resource(path).kind().members().all().stream()
                .collect(Collectors.toMap(JsonField::name, Function.identity()));
        Schema<Object> row = Shapes.of("object");
        for (Column column : resource(path).columns()) {
            JsonField member = members.get(column.name());
            Schema<?> shape = member != null && !member.values().isEmpty()
                    ? Shapes.oneOf(member.values())
                    : schemas.of(column.type());
            TypeSchemas.add(row, column.name(), column.nullable() ? Shapes.orNull(shape) : shape, true);
        }
        return schemas.define(name(path), row);
    }

    Schema<?> page(TypeSchemas schemas, String path) {
        return schemas.page(name(path), row(schemas, path));
    }

    /** Of the POST that creates, or of the PATCH that changes. */
    Schema<?> body(TypeSchemas schemas, String path, boolean creation) {
        Schema<Object> body = Shapes.of("object");
        for (JsonField member : kind(path).members().all()) {
            if (creation || member.mayChange()) {
                Schema<?> shape = shape(member);
                shape.setDescription(member.expectation());
                TypeSchemas.add(
                        body,
                        member.name(),
                        member.mayBeCleared() ? Shapes.orNull(shape) : shape,
                        creation && member.isRequired());
            }
        }
        body.setAdditionalProperties(false);
        return schemas.define((creation ? "Create" : "Change") + name(path) + "Body", body);
    }

    private ManagedResource resource(String path) {
        return resources.get(path.replaceFirst("/\\{.*", ""));
    }

    private String name(String path) {
        String name = kind(path).name();
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static Schema<?> shape(JsonField member) {
        if (!member.values().isEmpty()) {
            return Shapes.oneOf(member.values());
        }
        return switch (member.type()) {
            case STRING -> Shapes.text();
            case TIME -> Shapes.time();
            case UUID -> Shapes.uuid();
            case INTEGER -> Shapes.of("integer", "int32");
            case BOOLEAN -> Shapes.of("boolean");
            case STRINGS -> Shapes.arrayOf(Shapes.text());
            case DOCUMENT -> new Schema<>();
        };
    }
}
