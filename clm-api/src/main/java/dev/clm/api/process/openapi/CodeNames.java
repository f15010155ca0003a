package dev.clm.api.process.openapi;

import dev.clm.api.http.description.Codes;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.identifier.Coded;
import dev.clm.core.inventory.metadata.AnnotationField;
import dev.clm.core.inventory.metadata.SearchableName;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.pki.publickey.KeyAlgorithm;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.publickey.RequestedKeySpec;
import dev.clm.pki.request.SubjectAlternativeName;
import dev.clm.pki.request.SubjectAlternativeNames;
import dev.clm.secure.key.keyrotation.EndangeredCertificate;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which values a text may have, by their names on the wire. */
final class CodeNames {
    /** Of records that know nothing of this description. */
    private static final Map<String, Class<? extends Enum<?>>> ELSEWHERE = Map.of(
            key(RequestedKeySpec.class, "algorithm"), KeyAlgorithm.class,
            key(RequestedKeySpec.class, "curve"), NamedCurve.class,
            key(SubjectAlternativeNames.Unchecked.class, "type"), SubjectAlternativeName.Type.class,
            key(SearchableName.class, "type"), SubjectAlternativeName.Type.class,
            key(EndangeredCertificate.class, "status"), CertificateStatus.class);

    private static final Set<String> ENVIRONMENTS = new TreeSet<>(AnnotationField.ENVIRONMENTS);

    private CodeNames() {}

    /** All values of a component; empty where it is any text. */
    static List<String> of(RecordComponent component) {
        Codes codes = component.getAnnotation(Codes.class);
        if (codes == null) {
            Class<? extends Enum<?>> known = ELSEWHERE.get(key(component.getDeclaringRecord(), component.getName()));
            return known != null ? of(known) : named(component.getName());
        }
        List<String> except = List.of(codes.except());
        return Stream.concat(Arrays.stream(codes.of()).flatMap(type -> of(type).stream()), Arrays.stream(codes.names()))
                .filter(name -> !except.contains(name))
                .toList();
    }

    static List<String> of(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(CodeNames::wireName).toList();
    }

    /** What has one meaning wherever it stands. */
    static List<String> named(String member) {
        return member.equals("environment") ? List.copyOf(ENVIRONMENTS) : List.of();
    }

    private static String wireName(Enum<?> value) {
        if (value instanceof Coded coded) {
            return coded.code();
        }
        if (value instanceof CertificateType type) {
            return type.value();
        }
        if (value instanceof RevocationReason reason) {
            return reason.value();
        }
        if (value instanceof KeyAlgorithm algorithm) {
            return algorithm.wireName();
        }
        return value instanceof NamedCurve curve ? curve.wireName() : value.name();
    }

    private static String key(Class<?> owner, String component) {
        return owner.getName() + "." + component;
    }
}
