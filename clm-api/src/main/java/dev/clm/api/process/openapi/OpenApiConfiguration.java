package dev.clm.api.process.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * OpenAPI at /v3/api-docs: read off the methods that serve the paths, the records that Jackson reads and writes and the fields of
 * resources. The library that serves it and its browser page would guess, so what it found is replaced as a whole (decision 0076).
 */
@Configuration(proxyBeanMethods = false)
public class OpenApiConfiguration {
    private static final String BEARER = "bearer";

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("CLM")
                        .version("1")
                        .description(
                                "Certificate lifecycle management: issue, search, revoke and export certificates."))
                // Relative: an absolute address would repeat whatever Host header the client sent.
                .servers(List.of(new Server().url("/")));
    }

    @Bean
    OpenApiCustomizer whatIsServed(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping,
            ResourceSchemas resources) {
        return api -> {
            TypeSchemas schemas = new TypeSchemas();
            DescribedAnswers answers = new DescribedAnswers(schemas, resources);
            api.setPaths(new DescribedPaths(schemas, resources, answers, new Examples()).of(mapping.getObject()));
            api.setTags(api.getPaths().values().stream()
                    .flatMap(item -> item.readOperations().stream())
                    .flatMap(operation -> operation.getTags().stream())
                    .distinct()
                    .map(name -> new Tag().name(name))
                    .toList());
            api.setSecurity(List.of(new SecurityRequirement().addList(BEARER)));
            api.setComponents(components(answers));
            schemas.named().forEach(api.getComponents()::addSchemas);
        };
    }

    private static Components components(DescribedAnswers answers) {
        Components components = new Components()
                .addSecuritySchemes(
                        BEARER,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme(BEARER)
                                .description("An API key, or a session token"));
        Map<String, Header> headers = DescribedAnswers.headers();
        headers.forEach(components::addHeaders);
        answers.problems().forEach(components::addResponses);
        add(
                components,
                "Idempotency-Key",
                "A request that comes again under the same key gets the same answer, for a day");
        add(components, "If-None-Match", "The entity tag of what the client has already");
        add(
                components,
                "X-Organization",
                "The code of the organization to act in; the caller's primary one without it");
        return components;
    }

    private static void add(Components components, String header, String meaning) {
        components.addParameters(
                header,
                new Parameter().in("header").name(header).description(meaning).schema(Shapes.text()));
    }
}
