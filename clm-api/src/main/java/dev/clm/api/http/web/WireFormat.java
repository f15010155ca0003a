package dev.clm.api.http.web;

import java.time.Instant;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** JSON as spec/api.md has it: snake_case, RFC 3339 in UTC, and strict: what is not exactly a documented request is refused. */
@Configuration(proxyBeanMethods = false)
public class WireFormat {
    private static final int MAX_NESTING = 32;
    private static final int MAX_NUMBER_DIGITS = 64;

    @Bean
    JsonFactoryBuilderCustomizer boundedJson() {
        return factory -> factory.streamReadConstraints(bounds());
    }

    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return WireFormat::configure;
    }

    static StreamReadConstraints bounds() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_NESTING)
                .maxNumberLength(MAX_NUMBER_DIGITS)
                .maxStringLength(BodyReader.MAX_BYTES)
                .maxDocumentLength(BodyReader.MAX_BYTES)
                .build();
    }

    static void configure(JsonMapper.Builder json) {
        json.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE)
                .addModule(new SimpleModule().addDeserializer(Instant.class, new TimeOfText()))
                .withCoercionConfigDefaults(WireFormat::refuseEmptyString)
                .withCoercionConfig(LogicalType.Textual, WireFormat::refuseScalars);
    }

    /** A number is no time: it would have to be told whether it counts seconds. */
    private static final class TimeOfText extends StdDeserializer<Instant> {
        TimeOfText() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) {
            return json.hasToken(JsonToken.VALUE_STRING)
                    ? InstantDeserializer.INSTANT.deserialize(json, context)
                    : (Instant) context.handleUnexpectedToken(Instant.class, json);
        }
    }

    private static void refuseEmptyString(MutableCoercionConfig coercion) {
        coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyArray, CoercionAction.Fail);
    }

    private static void refuseScalars(MutableCoercionConfig coercion) {
        coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }
}
