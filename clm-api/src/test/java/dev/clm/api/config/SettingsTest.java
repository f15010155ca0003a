package dev.clm.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final String VERIFIED = "?sslmode=verify-full&sslrootcert=/etc/ca.pem";

    @Test
    void nothingSetMeansEmbeddedOnLoopback() {
        Settings settings = settings(Map.of());

        assertThat(settings.configuredDatabases()).isEmpty();
        assertThat(settings.migrateOnStart()).isTrue();
        assertThat(settings.http().address()).isEqualTo("127.0.0.1");
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.http().publicUrl()).hasToString("http://127.0.0.1:8080");
        assertThat(settings.dataDirectory()).hasToString("./clm-data");
    }

    @Test
    void oneDatabaseAddressAloneIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("CLM_CORE_DB_URL", "jdbc:postgresql://h/clm_core_db")))
                .hasMessageStartingWith("CLM_SECURE_DB_URL is not set");
        assertThatThrownBy(() -> settings(Map.of("CLM_SECURE_DB_URL", "jdbc:postgresql://h/clm_secure_db")))
                .hasMessageStartingWith("CLM_CORE_DB_URL is not set");
    }

    @Test
    @Tag("M9")
    void loginsDefaultToTheRolesOfEachDatabase() {
        Databases databases = settings(databases("")).databases();

        assertThat(databases.secure().user().user()).isEqualTo("clm_secure_user");
        assertThat(databases.core().service().user()).isEqualTo("clm_core_service");
        assertThat(databases.core().owner().user()).isEqualTo("clm_core_owner");
    }

    @Test
    @Tag("C1")
    void fourPoolsAreNamedAndBounded() {
        Databases databases = settings(databases("")).databases();

        assertThat(databases.secure().userPool().name()).isEqualTo("clm-secure");
        assertThat(databases.secure().servicePool().name()).isEqualTo("clm-secure-service");
        assertThat(databases.core().userPool().name()).isEqualTo("clm-core");
        assertThat(databases.core().servicePool().name()).isEqualTo("clm-core-service");
        assertThat(databases.core().userPool().maximumSize()).isEqualTo(10);
        assertThat(databases.core().servicePool().maximumSize()).isEqualTo(4);
    }

    @Test
    @Tag("C3")
    void aPasswordWithBlanksAroundItOrUnreadableCharactersIsRefusedByName() {
        for (String password : List.of(" secret", "secret\n", "s\uFFFDcret")) {
            Map<String, String> environment = databases("");
            environment.put("CLM_CORE_DB_PASSWORD", password);
            assertThatThrownBy(() -> settings(environment))
                    .hasMessageStartingWith("CLM_CORE_DB_PASSWORD ")
                    .hasMessageNotContaining("cret");
        }
    }

    @Test
    @Tag("C2")
    void serverOfSearchesIsHeldToTheRulesOfTheOther() {
        Map<String, String> environment = databases(VERIFIED);
        environment.put("CLM_CORE_DB_SEARCH_URL", "jdbc:postgresql://replica,h/clm_core_db" + VERIFIED);
        assertThat(settings(environment)
                        .databases()
                        .search()
                        .orElseThrow()
                        .searchPool()
                        .name())
                .isEqualTo("clm-core-search");

        environment.put("CLM_PROFILE", "production");
        environment.put("CLM_CORE_DB_SEARCH_URL", "jdbc:postgresql://replica,h/clm_core_db");
        assertThatThrownBy(() -> settings(environment))
                .hasMessageContaining("CLM_CORE_DB_SEARCH_URL must carry sslmode");
        assertThatThrownBy(() -> settings(Map.of("CLM_CORE_DB_SEARCH_URL", "jdbc:postgresql://h/clm_core_db")))
                .hasMessageStartingWith("CLM_CORE_DB_SEARCH_URL is a server that follows");
    }

    @Test
    void addressMustBePostgresAndCarryNoCredential() {
        Map<String, String> other = databases("");
        other.put("CLM_CORE_DB_URL", "jdbc:mysql://h/db");
        assertThatThrownBy(() -> settings(other)).hasMessageStartingWith("CLM_CORE_DB_URL must be an address such as");
        assertThatThrownBy(() -> settings(databases("?password=hunter2")))
                .hasMessageStartingWith("CLM_SECURE_DB_URL must not carry password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    @Tag("C1")
    void anAddressDoesNotReplaceTheOptionsThatCarryTheTimeOuts() {
        assertThatThrownBy(() -> settings(databases("?options=-c%20statement_timeout%3D0")))
                .hasMessageStartingWith("CLM_SECURE_DB_URL must not carry options");
    }

    @Test
    void thePublicAddressCarriesNoUser() {
        assertThatThrownBy(() -> settings(Map.of("CLM_PUBLIC_URL", "https://me:hunter2@pki.example.com")))
                .hasMessageStartingWith("CLM_PUBLIC_URL must be an http or https address")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    @Tag("C2")
    void productionNeedsVerifiedTlsToBothDatabases() {
        for (String weaker : new String[] {"", "?sslmode=require", "?sslmode=verify-ca", "?sslmode=disable"}) {
            assertThatThrownBy(() -> settings(production(weaker)))
                    .hasMessage("CLM_SECURE_DB_URL must carry sslmode=verify-full in production");
        }
        Map<String, String> oneOnly = production(VERIFIED);
        oneOnly.put("CLM_CORE_DB_URL", "jdbc:postgresql://h/clm_core_db?sslmode=require");
        assertThatThrownBy(() -> settings(oneOnly)).hasMessageStartingWith("CLM_CORE_DB_URL must carry sslmode");
        assertThat(settings(production(VERIFIED)).profile()).isEqualTo(Profile.PRODUCTION);
    }

    @Test
    @Tag("C2")
    void whatSwitchesVerificationOffIsRefusedInProduction() {
        assertThatThrownBy(() -> settings(production(VERIFIED + "&sslfactory=org.postgresql.ssl.NonValidatingFactory")))
                .hasMessageContaining("must not carry sslfactory");
    }

    @Test
    @Tag("M3")
    void productionVerifiesAndDoesNotMigrateUnlessAskedTo() {
        assertThat(settings(production(VERIFIED)).migrateOnStart()).isFalse();
        Map<String, String> asked = production(VERIFIED);
        asked.put("CLM_MIGRATE_ON_START", "true");
        assertThat(settings(asked).migrateOnStart()).isTrue();
    }

    @Test
    void productionHasNoEmbeddedServerAndNoFailPoint() {
        assertThatThrownBy(() -> settings(Map.of("CLM_PROFILE", "production")))
                .hasMessageContaining("must be set in production");
        for (String variable : List.of("CLM_FAIL_POINT", "CLM_FAIL_POINT_FOLDER")) {
            Map<String, String> failPoint = production(VERIFIED);
            failPoint.put(variable, "issuance.3.before");
            assertThatThrownBy(() -> settings(failPoint)).hasMessageStartingWith(variable);
        }
    }

    @Test
    @Tag("K5")
    void noSecretIsPrinted() {
        Map<String, String> variables = databases("");
        variables.put("CLM_SECURE_DB_PASSWORD", "hunter2");
        variables.put("CLM_CORE_DB_OWNER_PASSWORD", "hunter2");
        variables.put("CLM_MASTER_KEY", "hunter2");
        Settings settings = settings(variables);

        assertThat(settings.toString()).doesNotContain("hunter2").contains("CLM_MASTER_KEY");
        assertThat(settings.databases().toString()).doesNotContain("hunter2");
        assertThat(settings.databases().secure().userPool().toString()).doesNotContain("hunter2");
    }

    private static Settings settings(Map<String, String> variables) {
        return Settings.of(new EnvironmentVariables(variables));
    }

    private static Map<String, String> databases(String parameters) {
        Map<String, String> variables = new HashMap<>();
        variables.put("CLM_SECURE_DB_URL", "jdbc:postgresql://h/clm_secure_db" + parameters);
        variables.put("CLM_CORE_DB_URL", "jdbc:postgresql://h/clm_core_db" + parameters);
        return variables;
    }

    private static Map<String, String> production(String parameters) {
        Map<String, String> variables = databases(parameters);
        variables.put("CLM_PROFILE", "production");
        return variables;
    }
}
