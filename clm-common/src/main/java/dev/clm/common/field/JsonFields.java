package dev.clm.common.field;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** All members that a body may have. Both readings refuse all faults at once, unknown members too. */
public final class JsonFields {
    private final List<JsonField> members;

    public JsonFields(JsonField... members) {
        this.members = List.of(members);
    }

    public List<JsonField> all() {
        return members;
    }

    /** The columns of a new row; what was left out or null is not among them. */
    public Map<String, Object> forCreation(Map<String, Object> body) throws ClmException {
        List<FieldError> faults = new ArrayList<>();
        for (JsonField member : members) {
            if (member.isRequired() && !body.containsKey(member.name())) {
                faults.add(new FieldError(member.name(), "required", "is required"));
            }
        }
        Map<String, Object> columns = read(body, faults);
        columns.values().removeIf(Objects::isNull);
        return columns;
    }

    /** The columns to change; null clears one. What cannot be changed is refused. */
    public Map<String, Object> forChange(Map<String, Object> body) throws ClmException {
        List<FieldError> faults = new ArrayList<>();
        for (JsonField member : members) {
            if (!member.mayChange() && body.containsKey(member.name())) {
                faults.add(new FieldError(member.name(), "not_changeable", "is given once and for all"));
            }
        }
        return read(body, faults);
    }

    private Map<String, Object> read(Map<String, Object> body, List<FieldError> faults) {
        Map<String, Object> columns = new LinkedHashMap<>();
        body.forEach((name, value) -> {
            Optional<JsonField> member =
                    members.stream().filter(m -> m.name().equals(name)).findFirst();
            if (member.isEmpty()) {
                String shown = StorableText.isName(name, 100) ? name : "";
                faults.add(new FieldError(shown, "unknown_field", "is not a field of this request"));
            } else {
                readInto(columns, member.get(), value, faults);
            }
        });
        if (!faults.isEmpty()) {
            throw ClmException.invalid(faults);
        }
        return columns;
    }

    private static void readInto(Map<String, Object> columns, JsonField member, Object value, List<FieldError> faults) {
        if (value == null && !member.mayBeCleared()) {
            faults.add(new FieldError(member.name(), "required", "cannot be null"));
            return;
        }
        try {
            columns.put(member.name(), value == null ? null : member.reader().read(value));
        } catch (ClmException refusal) {
            faults.addAll(refusal.errors());
        }
    }
}
