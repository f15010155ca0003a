package dev.clm.api.process.openapi;

import dev.clm.api.row.ManagedResource;
import dev.clm.api.row.ResourceKind;
import dev.clm.common.field.JsonField;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Describes the bodies of resources from the members that are really read, so that the two cannot differ. */
@Component
final class ResourceSchemas implements OpenApiCustomizer {
    private final List<ManagedResource> resources;

    ResourceSchemas(List<ManagedResource> resources) {
        this.resources = resources;
    }

    @Override
    public void customise(OpenAPI api) {
        for (ManagedResource resource : resources) {
            ResourceKind kind = resource.kind();
            PathItem collection = api.getPaths().get("/api/v1/" + kind.path());
            collection.getPost().setRequestBody(body(kind, true));
            api.getPaths().get("/api/v1/" + kind.path() + "/{id}").getPatch().setRequestBody(body(kind, false));
        }
    }

    private static RequestBody body(ResourceKind kind, boolean creation) {
        Schema<?> schema = schema("object");
        for (JsonField member : kind.members().all()) {
            if (creation || member.mayChange()) {
                schema.addProperty(member.name(), property(member));
            }
            if (creation && member.isRequired()) {
                schema.addRequiredItem(member.name());
            }
        }
        schema.setAdditionalProperties(false);
        return new RequestBody()
                .required(true)
                .content(new Content().addMediaType("application/json", new MediaType().schema(schema)));
    }

    private static Schema<?> property(JsonField member) {
        Schema<?> schema = switch (member.type()) {
            case STRING, TIME, UUID -> schema("string");
            case INTEGER -> schema("integer");
            case BOOLEAN -> schema("boolean");
            case STRINGS -> schema("array");
            case DOCUMENT -> schema("object");
        };
        if (member.type() == JsonField.Type.STRINGS) {
            schema.setItems(schema("string"));
        }
        schema.setDescription(member.expectation());
        return schema;
    }

    private static Schema<?> schema(String type) {
        Schema<?> schema = new Schema<>();
        schema.setType(type);
        schema.setTypes(Set.of(type));
        return schema;
    }
}
