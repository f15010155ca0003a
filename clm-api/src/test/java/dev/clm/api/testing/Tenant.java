package dev.clm.api.testing;

import dev.clm.core.database.CoreDatabase;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An organization of a test's own, with an administrator, a root and an issuing authority. */
public final class Tenant {
    public static final String CERTIFICATES = "/api/v1/certificates";
    public static final String AUTHORITIES = "/api/v1/certificate-authorities";

    private final RunningService service = RunningService.shared();
    private final String code = unique("org");
    private final Caller administrator = caller();
    private final Authority root;
    private final Authority issuing;

    private Tenant() {
        root = authority(Map.of("validity_days", 3650));
        issuing = authority(Map.of("issuer_id", root.id(), "path_length", 0));
    }

    /** An authority, by its id and its public name. */
    public record Authority(UUID id, String name) {
        /** Of its row in certificate_authorities; {@link #id} is that of its certificate. */
        public UUID rowId() {
            return Rows.secure(UUID.class, "select id from certificate_authorities where certificate_id = ?", id)
                    .get(0);
        }

        public String crlPath() {
            return "/pki/" + name + "/crl.der";
        }
    }

    public static Tenant create() {
        return new Tenant();
    }

    /** A name that no other test has. */
    public static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    public Caller administrator() {
        return administrator;
    }

    public Authority root() {
        return root;
    }

    public Authority issuing() {
        return issuing;
    }

    /** Another user of the organization, with one role. */
    public Caller caller(String role) {
        Caller caller = caller();
        Rows.core(
                "update user_roles set role_id = (select id from roles where role_code = ?) where user_id = ?",
                role,
                caller.userId());
        return caller;
    }

    private Caller caller() {
        String name = unique("user");
        CoreDatabase core = service.context().getBean(CoreDatabase.class);
        return new Caller(
                service,
                new FirstAdministrator(core).create(new NewAdministrator(code, code, name, name + "@clm.invalid")));
    }

    /** One more authority; `members` are those of the body beside its name and subject. */
    public Authority authority(Map<String, ?> members) {
        String name = unique("ca");
        Map<String, Object> body = new HashMap<>(members);
        body.put("name", name);
        body.putIfAbsent("subject", Map.of("common_name", name, "organization", code));
        return new Authority(administrator.post(AUTHORITIES, body).expect(201).id(), name);
    }

    /** Issues to a CSR with a new P-256 key and this DNS name; `members` as in {@link #authority}. */
    public Answer issue(String name, Map<String, ?> members) {
        return administrator.post(CERTIFICATES, request(name, members));
    }

    public UUID issue(String name) {
        return issue(name, Map.of()).expect(201).id();
    }

    public static Map<String, Object> request(String name, Map<String, ?> members) {
        Map<String, Object> body = new HashMap<>(members);
        body.put("csr", TestCsr.p256(name).pem());
        return body;
    }

    /** The body that has the service make the key. */
    public static Map<String, Object> madeKey(String name, Map<String, ?> key) {
        return Map.of(
                "subject", Map.of("common_name", name),
                "key", key,
                "subject_alternative_names", List.of(Map.of("type", "DNS", "value", name)));
    }

    /** Without a credential, as relying parties ask. */
    public byte[] fetch(String path) {
        return administrator.get(path).expect(200).body();
    }

    public static String path(UUID certificate) {
        return CERTIFICATES + "/" + certificate;
    }
}
