package dev.clm.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import jakarta.servlet.http.HttpServletResponse;

/** The rules of the house (modules, rooms, and who may touch SQL, keys and HTTP statuses). */
@AnalyzeClasses(packages = "dev.clm", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> MAY_USE_JOOQ = DescribedPredicate.describe(
            "repositories, outboxes and audit logs",
            c -> outermost(c).matches(".*(Repository|Outbox|AuditLog|OutboxSignal)"));

    @ArchTest
    static final ArchRule commonKnowsNothingOfOurs = noClasses()
            .that()
            .resideInAPackage("dev.clm.common..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.clm.secure..", "dev.clm.core..", "dev.clm.api..", "dev.clm.migrations.."));

    @ArchTest
    static final ArchRule migrationsKnowOnlyCommon = noClasses()
            .that()
            .resideInAPackage("dev.clm.migrations..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.clm.secure..", "dev.clm.core..", "dev.clm.api.."));

    @ArchTest
    static final ArchRule secureKnowsOnlyCommon = noClasses()
            .that()
            .resideInAPackage("dev.clm.secure..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.clm.core..", "dev.clm.api..", "dev.clm.migrations.."));

    @ArchTest
    static final ArchRule coreKnowsOnlyCommon = noClasses()
            .that()
            .resideInAPackage("dev.clm.core..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.clm.secure..", "dev.clm.api..", "dev.clm.migrations.."));

    @ArchTest
    static final ArchRule apiNeverSeesJooq = noClasses()
            .that()
            .resideInAPackage("dev.clm.api..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.jooq..", "dev.clm.secure.jooq..", "dev.clm.core.jooq.."));

    @ArchTest
    static final ArchRule jooqStaysInRepositories = noClasses()
            .that(DescribedPredicate.not(MAY_USE_JOOQ))
            .and()
            .resideOutsideOfPackages("dev.clm.*.jooq..", "dev.clm.*.database..", "dev.clm.migrations.local..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.jooq..", "dev.clm.secure.jooq..", "dev.clm.core.jooq.."));

    @ArchTest
    static final ArchRule cipherStaysWithTheKeys = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.clm.secure.masterkey..", "dev.clm.secure.encryptionkey..", "dev.clm.secure.privatekey..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javax.crypto.Cipher");

    @ArchTest
    static final ArchRule noCyclesInSecure = noCyclesIn("dev.clm.secure");

    @ArchTest
    static final ArchRule noCyclesInCore = noCyclesIn("dev.clm.core");

    @ArchTest
    static final ArchRule noCyclesInApi = noCyclesIn("dev.clm.api");

    @ArchTest
    static final ArchRule noCyclesInMigrations = noCyclesIn("dev.clm.migrations");

    @ArchTest
    static final ArchRule noCyclesInCommon = noCyclesIn("dev.clm.common");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = fields().should()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .andShould()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .andShould()
            .notBeAnnotatedWith("jakarta.annotation.Resource");

    @ArchTest
    static final ArchRule transactionsAreTypedNotAnnotated =
            methods().should().notBeAnnotatedWith("org.springframework.transaction.annotation.Transactional");

    @ArchTest
    static final ArchRule errorStatusesStayInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("dev.clm.api.error..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.http.HttpStatus")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.web.server.ResponseStatusException")
            .orShould()
            .beAnnotatedWith("org.springframework.web.bind.annotation.ControllerAdvice")
            .orShould()
            .callMethod(HttpServletResponse.class, "sendError", int.class)
            .orShould()
            .callMethod(HttpServletResponse.class, "sendError", int.class, String.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyServeStartsSpring = noClasses()
            .that()
            .resideOutsideOfPackage("dev.clm.api.startup..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.boot.SpringApplication");

    /** X1: a use case may need both databases, one after the other; the edge of the service never does. */
    @ArchTest
    static final ArchRule edgeNeverTouchesBothDatabases = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.clm.api.cli..",
                    "dev.clm.api.embedded..",
                    "dev.clm.api.error..",
                    "dev.clm.api.health..",
                    "dev.clm.api.idempotency..",
                    "dev.clm.api.openapi..",
                    "dev.clm.api.security..",
                    "dev.clm.api.startup..",
                    "dev.clm.api.web..")
            .should(touchBothDatabases());

    @ArchTest
    static final ArchRule everyTransactionIsCountedPerThread = classes()
            .that()
            .haveFullyQualifiedName("dev.clm.common.database.TransactionRunner")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.clm.common.database.OpenTransactions");

    private static ArchCondition<JavaClass> touchBothDatabases() {
        return ArchCondition.from(DescribedPredicate.describe(
                "touch both databases", c -> dependsOn(c, SecureDatabase.class) && dependsOn(c, CoreDatabase.class)));
    }

    private static boolean dependsOn(JavaClass c, Class<?> database) {
        return c.getDirectDependenciesFromSelf().stream()
                .anyMatch(d -> d.getTargetClass().isEquivalentTo(database));
    }

    private static ArchRule noCyclesIn(String module) {
        return slices().matching(module + ".(*)..").should().beFreeOfCycles();
    }

    private static String outermost(JavaClass c) {
        return c.getEnclosingClass().map(ArchitectureTest::outermost).orElse(c.getSimpleName());
    }
}
