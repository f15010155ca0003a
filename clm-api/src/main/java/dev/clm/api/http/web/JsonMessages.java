package dev.clm.api.http.web;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bodies are JSON (spec/api.md) and nothing else, whatever converters a library brings along: other media types are 415 in a
 * request and 406 where an answer must have one.
 */
@Configuration(proxyBeanMethods = false)
public class JsonMessages implements WebMvcConfigurer {
    private final JsonMapper json;

    public JsonMessages(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.withJsonConverter(new JsonOnly(json))
                .configureMessageConvertersList(converters -> converters.removeIf(other -> !isKnown(other)));
    }

    /** Texts and bytes that a method gives with a media type of its own (PEM, DER), and JSON. */
    private static boolean isKnown(HttpMessageConverter<?> converter) {
        return converter instanceof StringHttpMessageConverter
                || converter instanceof ByteArrayHttpMessageConverter
                || converter instanceof JsonOnly;
    }

    private static final class JsonOnly extends JacksonJsonHttpMessageConverter {
        JsonOnly(JsonMapper json) {
            super(json);
        }

        @Override
        public boolean canRead(ResolvableType type, MediaType mediaType) {
            return mediaType != null
                    && MediaType.APPLICATION_JSON.equalsTypeAndSubtype(mediaType)
                    && super.canRead(type, mediaType);
        }

        /** What a client may choose among; `application/problem+json` and the like are chosen by us. */
        @Override
        public List<MediaType> getSupportedMediaTypes(Class<?> type) {
            return type.getName().startsWith("dev.clm.") || type.getName().startsWith("java.")
                    ? List.of(MediaType.APPLICATION_JSON)
                    : super.getSupportedMediaTypes(type);
        }
    }
}
