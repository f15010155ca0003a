package dev.clm.api.http.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.mock.http.MockHttpInputMessage;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonFaultTest {
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    record Name(String type, String value) {
        Name {
            if ("bad".equals(value)) {
                throw ClmException.invalid("value", "malformed", "is bad");
            }
        }
    }

    record Body(Integer days, List<Name> names) {}

    @Test
    void unknownFieldIsNamedWithItsPath() {
        ClmException fault = faultOf("{\"names\":[{\"type\":\"DNS\"},{\"typ\":\"x\"}]}");
        assertThat(fault.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(fault.errors()).singleElement().satisfies(e -> {
            assertThat(e.field()).isEqualTo("names[1].typ");
            assertThat(e.code()).isEqualTo("unknown_field");
        });
    }

    @Test
    void wrongTypeIsNamed() {
        assertThat(faultOf("{\"days\":{}}").errors()).singleElement().satisfies(e -> {
            assertThat(e.field()).isEqualTo("days");
            assertThat(e.code()).isEqualTo("wrong_type");
        });
    }

    @Test
    void refusalOfANestedValueIsNamedFromTheOutsideIn() {
        assertThat(faultOf("{\"names\":[{\"value\":\"bad\"}]}").errors())
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.field()).isEqualTo("names[0].value");
                    assertThat(e.code()).isEqualTo("malformed");
                });
    }

    @Test
    void whatIsNoJsonObjectIsUnreadable() {
        for (String body : new String[] {"", "{", "nonsense", "{}{}", "[]", "7"}) {
            assertThat(faultOf(body).code()).as(body).isEqualTo(ErrorCode.UNREADABLE_BODY);
        }
    }

    private ClmException faultOf(String body) {
        Throwable failure = catchThrowable(() -> json.readValue(body, Body.class));
        assertThat(failure).isNotNull();
        return JsonFault.of(new HttpMessageNotReadableException("", failure, new MockHttpInputMessage(new byte[0])));
    }
}
