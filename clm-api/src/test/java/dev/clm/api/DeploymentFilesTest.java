package dev.clm.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.api.testing.Judge;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators take from deploy/ as it is. */
class DeploymentFilesTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path KUBERNETES = DEPLOY.resolve("kubernetes");

    /** A field that the API does not have is an error: the models would keep it aside. */
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "Deployment", Deployment.class,
            "Job", Job.class,
            "Service", Service.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "NetworkPolicy", NetworkPolicy.class);

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "serve"})
    void everyManifestIsOneThatKubernetesKnowsAndIsListed(String folder) throws IOException {
        TreeSet<String> files = new TreeSet<>();
        try (var all = Files.list(KUBERNETES.resolve(folder))) {
            all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("kustomization.yaml"))
                    .forEach(files::add);
        }
        for (String file : files) {
            HasMetadata manifest = read(folder + "/" + file);
            assertThat(manifest.getMetadata().getName()).as(file).startsWith("clm");
        }
        List<?> listed = (List<?>) map(folder + "/kustomization.yaml").get("resources");
        assertThat(listed.stream().map(Object::toString).filter(name -> !name.equals("../settings")))
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void bothRunWithoutPrivilegesOnAReadOnlyFileSystemWithinLimits() throws IOException {
        for (PodSpec pod : List.of(
                ((Deployment) read("serve/deployment.yaml"))
                        .getSpec()
                        .getTemplate()
                        .getSpec(),
                ((Job) read("migrate/job.yaml")).getSpec().getTemplate().getSpec())) {
            Container container = pod.getContainers().get(0);
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        }
    }

    /** Each variable is a setting, and all together are a configuration that production takes. */
    @Test
    void serviceAndMigrationsTakeTheSettingsOfTheirManifests() throws IOException {
        assertProductionTakes(((Deployment) read("serve/deployment.yaml"))
                .getSpec()
                .getTemplate()
                .getSpec());
        assertProductionTakes(
                ((Job) read("migrate/job.yaml")).getSpec().getTemplate().getSpec());
    }

    private static void assertProductionTakes(PodSpec pod) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String line : Files.readAllLines(KUBERNETES.resolve("settings/settings.env"))) {
            environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        pod.getContainers()
                .get(0)
                .getEnv()
                .forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        assertThat(ServiceSettings.of(new EnvironmentVariables(environment))
                        .process()
                        .databasesInWords())
                .contains("targetServerType=primary");
    }

    @Test
    void probesAskWhereNothingElseIsAnswered() throws IOException {
        Container container = ((Deployment) read("serve/deployment.yaml"))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        assertThat(List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe()))
                .allMatch(probe -> probe.getHttpGet().getPort().getStrVal().equals("management"));
        String port = container.getEnv().stream()
                .filter(variable -> variable.getName().equals("CLM_MANAGEMENT_PORT"))
                .findFirst()
                .orElseThrow()
                .getValue();
        assertThat(container.getPorts())
                .anyMatch(named -> named.getName().equals("management")
                        && named.getContainerPort().toString().equals(port));
    }

    @Test
    void prometheusTakesTheAlertsAndTheirTests() throws Exception {
        Judge.require("promtool", "prometheus");
        Path folder = DEPLOY.resolve("prometheus");
        Judge.assertSatisfied(folder, "promtool", "check", "rules", "clm-alerts.yml");
        Judge.assertSatisfied(folder, "promtool", "test", "rules", "clm-alerts-test.yml");
    }

    private static HasMetadata read(String file) throws IOException {
        String kind = map(file).get("kind").toString();
        return YAML.readValue(KUBERNETES.resolve(file).toFile(), KINDS.get(kind));
    }

    private static Map<?, ?> map(String file) throws IOException {
        return YAML.readValue(KUBERNETES.resolve(file).toFile(), Map.class);
    }
}
