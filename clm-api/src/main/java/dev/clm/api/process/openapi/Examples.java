package dev.clm.api.process.openapi;

import dev.clm.common.field.Json;
import io.swagger.v3.oas.models.examples.Example;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bodies that the description shows, by operation and by what they are about; a test sends each of them. */
final class Examples {
    private final Map<String, Object> all;

    Examples() {
        try (InputStream file = Examples.class.getResourceAsStream("/openapi/examples.json")) {
            all = Json.readObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Example> of(String operation) {
        Map<String, Example> examples = new LinkedHashMap<>();
        if (all.get(operation) instanceof Map<?, ?> bodies) {
            bodies.forEach((about, body) -> examples.put(
                    ((String) about).replace(' ', '_'),
                    new Example().summary((String) about).value(body)));
        }
        return examples;
    }
}
