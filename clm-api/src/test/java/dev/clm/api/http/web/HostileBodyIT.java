package dev.clm.api.http.web;

import static dev.clm.api.testing.Tenant.AUTHORITIES;
import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Tenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every member of every body with every value that makes trouble somewhere: done or refused, never an error of ours. */
class HostileBodyIT {
    private static final Tenant TENANT = Tenant.create();
    private static final UUID CERTIFICATE = TENANT.issue("hostile.example");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "2147483648",
            "1e400000",
            "1.5",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udfff x\"",
            "\"\\u202e\\ufeff\"",
            "\"%s%n' or 1=1 --\"",
            "\"" + "x".repeat(70_000) + "\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"1600-02-29T00:00:00Z\"",
            "[]",
            "[null]",
            "[[]]",
            "[\"\"]",
            "[\"\\u0000\"]",
            "[\"\\ud800\"]",
            "[{}]",
            "[{\"type\":null,\"value\":null}]",
            "[{\"type\":\"DNS\",\"value\":\"\\u0000\"}]",
            "{}",
            "{\"\":\"\"}",
            "{\"\\u0000\":1}",
            "{\"a\":null}",
            "{\"a\":\"\\u0000\"}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":1e400000}",
            "{\"a\":1e-400000}",
            "{\"a\":{\"b\":[1,{\"c\":\"\\u0000\"}]}}",
            "{\"common_name\":null}",
            "{\"common_name\":\"\\u0000\"}",
            "{\"algorithm\":null}",
            "{\"algorithm\":\"RSA\",\"size\":-2048}",
            "{\"algorithm\":\"RSA\",\"size\":2147483647}",
            "[".repeat(2_000) + "]".repeat(2_000),
            "{\"a\":".repeat(600) + "1" + "}".repeat(600));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "csr",
                "subject",
                "key",
                "subject_alternative_names",
                "certificate_type",
                "validity_days",
                "policy_code",
                "workflow_code",
                "issuer_id",
                "owner_user_id",
                "tags",
                "environment",
                "category",
                "custom_fields",
                "notes"
            })
    void memberOfAnIssuance(String member) {
        String rest = member.equals("key") || member.equals("subject")
                ? ",\"subject_alternative_names\":[{\"type\":\"DNS\",\"value\":\"a.example\"}]"
                        + (member.equals("key") ? "" : ",\"key\":{\"algorithm\":\"Ed25519\"}")
                : ",\"subject\":{\"common_name\":\"a.example\"},\"key\":{\"algorithm\":\"Ed25519\"}";
        send(member, rest, body -> TENANT.administrator().post(CERTIFICATES, body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tags", "notes", "environment", "category", "custom_fields", "owner_user_id", "status"})
    void memberOfAChange(String member) {
        send(member, "", body -> TENANT.administrator().patch(Tenant.path(CERTIFICATE), body));
        TENANT.administrator().get(Tenant.path(CERTIFICATE)).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reason", "invalidity_date"})
    void memberOfARevocation(String member) {
        send(member, "", body -> {
            UUID id = TENANT.issue("revoked-with-care.example");
            return TENANT.administrator().post(Tenant.path(id) + "/revoke", body);
        });
        TENANT.fetch(TENANT.issuing().crlPath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"format", "passphrase"})
    void memberOfAnExport(String member) {
        send(member, "", body -> TENANT.administrator().post(Tenant.path(CERTIFICATE) + "/private-key/export", body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "subject", "key", "issuer_id", "validity_days", "path_length", "name_constraints"})
    void memberOfAnAuthority(String member) {
        String rest = Stream.of("\"name\":\"Upper-case\"", "\"subject\":{\"common_name\":\"CA\"}")
                .filter(other -> !other.startsWith("\"" + member))
                .map(other -> "," + other)
                .collect(Collectors.joining());
        send(member, rest, body -> TENANT.administrator().post(AUTHORITIES, body));
    }

    @Test
    void parametersOfASearch() {
        List<String> values = List.of(
                "", " ", "\u0000", "%", "\\", "'", "\"", "&|!():*<->", "x".repeat(5_000), "\u202e", "-1", "1e9");
        for (String parameter : List.of(
                "q",
                "san",
                "common_name",
                "tag",
                "cursor",
                "limit",
                "sort",
                "not_after_before",
                "owner_user_id",
                "unknown")) {
            for (String value : values) {
                refusedOrDone(
                        TENANT.administrator()
                                .get(CERTIFICATES + "?" + parameter + "="
                                        + URLEncoder.encode(value, StandardCharsets.UTF_8)),
                        parameter,
                        value);
            }
            refusedOrDone(
                    TENANT.administrator().get(CERTIFICATES + "?" + parameter + "=%ED%A0%80%FF"),
                    parameter,
                    "no UTF-8");
        }
    }

    private interface Call {
        Answer send(String body);
    }

    private static void send(String member, String rest, Call call) {
        for (String value : VALUES) {
            refusedOrDone(call.send("{\"" + member + "\":" + value + rest + "}"), member, value);
        }
    }

    private static void refusedOrDone(Answer answer, String member, String value) {
        assertThat(answer.status())
                .as(member + ": " + value.substring(0, Math.min(80, value.length())) + " -> " + answer.text())
                .isBetween(200, 499);
    }
}
