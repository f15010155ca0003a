package dev.clm.api.process.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClmCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "bootstrap --help",
                "migrate --help",
                "rollback --help",
                "info --help",
                "admin --help",
                "admin create --help",
                "master-key --help",
                "master-key create --help"
            })
    void everyCommandHasHelp(String arguments) {
        assertThat(ClmCommand.run(arguments.split(" "))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serv",
                "serv --help",
                "--help serv",
                "serve now --help",
                "migrate --databse secure",
                "migrate --database third",
                "rollback",
                "admin create"
            })
    void wrongUsageIsExitCodeTwo(String arguments) {
        assertThat(ClmCommand.run(arguments.split(" "))).isEqualTo(2);
    }

    @Test
    void failureBecomesOneLine() {
        assertThat(FailureMessage.of(new IllegalStateException("outer", new RuntimeException("first\n  second"))))
                .isEqualTo("an unexpected failure (RuntimeException): first; second");
        assertThat(FailureMessage.of(new IllegalStateException()))
                .isEqualTo("an unexpected failure (IllegalStateException)");
    }
}
