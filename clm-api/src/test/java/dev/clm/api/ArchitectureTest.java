package dev.clm.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.github.kagkarlsson.scheduler.task.Task;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.certificate.issued.IssuedCertificates;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;

/** The rules of the house: modules, wings and rooms, and who may touch SQL, keys, HTTP, the clock and both databases. */
@AnalyzeClasses(packages = "dev.clm", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> MAY_USE_JOOQ = DescribedPredicate.describe(
            "repositories, outboxes and audit logs, and the conditions of a search",
            c -> outermost(c).matches(".*(Repository|Outbox|AuditLog|OutboxSignal|SearchConditions)"));

    private static final DescribedPredicate<JavaClass> MAY_USE_THE_WEB = DescribedPredicate.<JavaClass>describe(
                    "controllers and filters", c -> outermost(c).matches(".*(Controller|Filter)"))
            .or(resideInAnyPackage("dev.clm.api.http..", "dev.clm.api.protocol..", "dev.clm.api.console.."));

    @ArchTest
    static final ArchRule commonKnowsNothingOfOurs = only("dev.clm.common..");

    @ArchTest
    static final ArchRule pkiKnowsOnlyErrors = only("dev.clm.pki..", "dev.clm.common.error..");

    @ArchTest
    static final ArchRule migrationsKnowOnlyCommon = only("dev.clm.migrations..", "dev.clm.common..");

    @ArchTest
    static final ArchRule secureKnowsOnlyPkiAndCommon = only("dev.clm.secure..", "dev.clm.pki..", "dev.clm.common..");

    @ArchTest
    static final ArchRule coreKnowsOnlyCommon = only("dev.clm.core..", "dev.clm.common..");

    @ArchTest
    static final ArchRule pkiKnowsNoFrameworkNoDatabaseAndNoClock = noClasses()
            .that()
            .resideInAPackage("dev.clm.pki..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.springframework..", "org.jooq..", "java.sql..", "javax.sql..")
                    .or(JavaClass.Predicates.equivalentTo(Clock.class)));

    /** Arrows go one way: whoever stands lower knows nothing of whoever stands above. */
    @ArchTest
    static final ArchRule wingsOfApiKnowOnlyWhatIsBelow = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.clm.api..")
            .withOptionalLayers(true)
            .layer("config")
            .definedBy("dev.clm.api.config..")
            .layer("http")
            .definedBy("dev.clm.api.http..")
            .layer("row")
            .definedBy("dev.clm.api.row..")
            .layer("coordination")
            .definedBy("dev.clm.api.coordination..")
            .layer("identity")
            .definedBy("dev.clm.api.identity..")
            .layer("policy")
            .definedBy("dev.clm.api.policy..")
            .layer("certificate")
            .definedBy("dev.clm.api.certificate..")
            .layer("key")
            .definedBy("dev.clm.api.key..")
            .layer("oversight")
            .definedBy("dev.clm.api.oversight..")
            .layer("protocol")
            .definedBy("dev.clm.api.protocol..")
            .layer("console")
            .definedBy("dev.clm.api.console..")
            .layer("process")
            .definedBy("dev.clm.api.process..")
            .whereLayer("config")
            .mayNotAccessAnyLayer()
            .whereLayer("http")
            .mayOnlyAccessLayers("config")
            .whereLayer("row")
            .mayOnlyAccessLayers("http", "config")
            .whereLayer("coordination")
            .mayOnlyAccessLayers("row", "http", "config")
            .whereLayer("identity")
            .mayOnlyAccessLayers("coordination", "row", "http", "config")
            .whereLayer("policy")
            .mayOnlyAccessLayers("identity", "coordination", "row", "http", "config")
            .whereLayer("certificate")
            .mayOnlyAccessLayers("policy", "identity", "coordination", "row", "http", "config")
            .whereLayer("key")
            .mayOnlyAccessLayers("certificate", "policy", "identity", "coordination", "row", "http", "config")
            .whereLayer("oversight")
            .mayOnlyAccessLayers("certificate", "policy", "identity", "coordination", "row", "http", "config")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("process")
            .whereLayer("console")
            .mayOnlyBeAccessedByLayers("process")
            .whereLayer("process")
            .mayNotBeAccessedByAnyLayer();

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
            .dependOnClassesThat(resideInAnyPackage("org.jooq..", "dev.clm.secure.jooq..", "dev.clm.core.jooq.."))
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "jOOQ is got from a transaction",
                    call -> call.getTargetOwner().isAssignableTo(DatabaseTransaction.class)
                            && call.getName().equals("dsl")));

    @ArchTest
    static final ArchRule cipherStaysWithTheKeys = noClasses()
            .that()
            .resideOutsideOfPackages("dev.clm.secure.key..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javax.crypto.Cipher");

    @ArchTest
    static final ArchRule wingsHaveNoCycles =
            slices().matching("dev.clm.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsHaveNoCycles = slices().matching("dev.clm.(**)")
            .that(DescribedPredicate.describe(
                    "are written by hand", slice -> !slice.getDescription().contains("jooq")))
            .should()
            .beFreeOfCycles();

    /** No use case takes a request body, gives JSON or builds a URL: the door does. */
    @ArchTest
    static final ArchRule theWebStaysAtTheDoor = noClasses()
            .that(DescribedPredicate.not(MAY_USE_THE_WEB))
            .and()
            .resideOutsideOfPackage("dev.clm.api.process..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("jakarta.servlet..", "org.springframework.web..", "org.springframework.http.."));

    /** Whoever takes a request body is of use to one door only. Those of the other doors take the same checked requests. */
    @ArchTest
    static final ArchRule noUseCaseTakesARequestBody = noClasses()
            .that(DescribedPredicate.describe(
                    "are neither controllers nor bodies", c -> !outermost(c).matches(".*(Controller|Body)")))
            .and()
            .resideOutsideOfPackage("dev.clm.api.http..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.clm.api..").and(simpleNameEndingWith("Body")));

    /** With a certificate everything is stored that belongs to it. */
    @ArchTest
    static final ArchRule onlyIssuedCertificatesInsertsCertificates = methods()
            .that()
            .areDeclaredIn(CertificateRepository.class)
            .and()
            .haveNameStartingWith("insert")
            .should()
            .onlyBeCalled()
            .byClassesThat(JavaClass.Predicates.equivalentTo(IssuedCertificates.class));

    /** Everything else needs a use that was decided on (decision 0071). */
    @ArchTest
    static final ArchRule keysAreInspectedByRotationsOnly = methods()
            .that()
            .areDeclaredIn(PrivateKeyVault.class)
            .and()
            .haveName("inspect")
            .should()
            .onlyBeCalled()
            .byClassesThat(resideInAPackage("dev.clm.secure.key.keyrotation..")
                    .or(JavaClass.Predicates.equivalentTo(PrivateKeyVault.class)));

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
            .resideOutsideOfPackage("dev.clm.api.http.error..")
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

    /** Rooms declare a Job; a task that is a bean itself would hide all of them from the scheduler. */
    @ArchTest
    static final ArchRule onlyTheProcessMakesTasks = noClasses()
            .that()
            .resideOutsideOfPackage("dev.clm.api.process.jobs..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Task.class);

    @ArchTest
    static final ArchRule onlyServeStartsSpring = noClasses()
            .that()
            .resideOutsideOfPackage("dev.clm.api.process.startup..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.boot.SpringApplication");

    /**
     * X1: whoever needs both databases, one after the other, is named here; pools and wiring make them. A new room is refused
     * until someone decides.
     */
    @ArchTest
    static final ArchRule bothDatabasesAreForFewRooms = noClasses()
            .that(resideOutsideOfPackages(
                    "dev.clm.api.coordination..",
                    "dev.clm.api.config",
                    "dev.clm.api.process.wiring",
                    "dev.clm.api.certificate.issuance",
                    "dev.clm.api.certificate.search",
                    "dev.clm.api.process.cli"))
            .should(touchBothDatabases());

    /** Whoever asks for the time is given a clock, which a test can move. */
    @ArchTest
    static final ArchRule onlyTheProcessReadsTheClock = noClasses()
            .that()
            .resideOutsideOfPackages("dev.clm.api.process..", "dev.clm.bench..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

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

    /** The first package may know itself and the others, of all that is ours. */
    private static ArchRule only(String module, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.clm..")
                        .and(DescribedPredicate.not(resideInAPackage(module)))
                        .and(DescribedPredicate.not(resideInAnyPackage(others))));
    }

    private static String outermost(JavaClass c) {
        return c.getEnclosingClass().map(ArchitectureTest::outermost).orElse(c.getSimpleName());
    }
}
