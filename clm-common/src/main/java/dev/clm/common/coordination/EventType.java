package dev.clm.common.coordination;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What outbox events tell, and of which row (requirement X4). Triggers write all but `certificate.issued`; a test holds those
 * of both databases against this list. A released code is permanent: stored events carry it.
 */
public enum EventType {
    /** Written by issuance; carries everything that the metadata consist of. */
    CERTIFICATE_ISSUED("certificate.issued", Subject.CERTIFICATE, Change.ISSUED),
    /** Carries what the metadata repeat: its payload says whether the certificate is soft-deleted. */
    CERTIFICATE_CHANGED("certificate.changed", Subject.CERTIFICATE, Change.CHANGED),
    /** Gone altogether; the one code that calls this deleted. */
    CERTIFICATE_REMOVED("certificate.deleted", Subject.CERTIFICATE, Change.REMOVED),

    CERTIFICATE_REQUEST_DELETED("certificate_request.deleted", Subject.CERTIFICATE_REQUEST, Change.DELETED),
    CERTIFICATE_REQUEST_RESTORED("certificate_request.restored", Subject.CERTIFICATE_REQUEST, Change.RESTORED),
    CERTIFICATE_REQUEST_REMOVED("certificate_request.removed", Subject.CERTIFICATE_REQUEST, Change.REMOVED),

    /** Somebody changed a copy by hand. */
    CERTIFICATE_METADATA_CHANGED("certificate_metadata.changed", Subject.CERTIFICATE_METADATA, Change.CHANGED),
    CERTIFICATE_METADATA_REMOVED("certificate_metadata.removed", Subject.CERTIFICATE_METADATA, Change.REMOVED),

    USER_DELETED("user.deleted", Subject.USER, Change.DELETED),
    USER_RESTORED("user.restored", Subject.USER, Change.RESTORED),
    USER_REMOVED("user.removed", Subject.USER, Change.REMOVED),

    ORGANIZATION_DELETED("organization.deleted", Subject.ORGANIZATION, Change.DELETED),
    ORGANIZATION_RESTORED("organization.restored", Subject.ORGANIZATION, Change.RESTORED),
    ORGANIZATION_REMOVED("organization.removed", Subject.ORGANIZATION, Change.REMOVED),

    POLICY_DELETED("policy.deleted", Subject.POLICY, Change.DELETED),
    POLICY_RESTORED("policy.restored", Subject.POLICY, Change.RESTORED),
    POLICY_REMOVED("policy.removed", Subject.POLICY, Change.REMOVED),

    WORKFLOW_DELETED("workflow.deleted", Subject.WORKFLOW, Change.DELETED),
    WORKFLOW_RESTORED("workflow.restored", Subject.WORKFLOW, Change.RESTORED),
    WORKFLOW_REMOVED("workflow.removed", Subject.WORKFLOW, Change.REMOVED);

    private static final Map<String, EventType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::code, Function.identity()));

    private final String code;
    private final Subject subject;
    private final Change change;

    EventType(String code, Subject subject, Change change) {
        this.code = code;
        this.subject = subject;
        this.change = change;
    }

    /** A row of which table an event is about. */
    public enum Subject {
        CERTIFICATE("certificates"),
        CERTIFICATE_REQUEST("certificate_requests"),
        CERTIFICATE_METADATA("certificate_metadata"),
        USER("users"),
        ORGANIZATION("organizations"),
        POLICY("policies"),
        WORKFLOW("workflows");

        private final String table;

        Subject(String table) {
            this.table = table;
        }

        public String table() {
            return table;
        }

        /** What events and audit entries call one row of it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What happened to the row. */
    public enum Change {
        ISSUED,
        CHANGED,
        /** Soft-deleted. */
        DELETED,
        RESTORED,
        /** Gone altogether, which takes a superuser. */
        REMOVED
    }

    /** Empty where a release that knows more has stored it. */
    public static Optional<EventType> ofCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** All that is told of rows of these tables. */
    public static Set<EventType> about(Set<Subject> subjects) {
        return Arrays.stream(values())
                .filter(type -> subjects.contains(type.subject))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventType.class)));
    }

    /** As outbox.event_type and applied_events.event_type hold them. */
    public static String[] codes(List<EventType> types) {
        return types.stream().map(EventType::code).toArray(String[]::new);
    }

    public String code() {
        return code;
    }

    public Subject subject() {
        return subject;
    }

    public Change change() {
        return change;
    }
}
