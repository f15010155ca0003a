package dev.clm.pki.lint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** For each lint one certificate that fails this lint and no other. */
final class BrokenCertificates {
    static final LintSubject ISSUER = issuer(sketch -> {});

    private BrokenCertificates() {}

    static Map<String, LintSubject> byLint() {
        Map<String, LintSubject> broken = new LinkedHashMap<>();
        BrokenFields.addTo(broken);
        BrokenKeys.addTo(broken);
        BrokenExtensions.addTo(broken);
        BrokenNames.addTo(broken);
        BrokenPaths.addTo(broken);
        return broken;
    }

    static LintSubject issuer(Consumer<CertificateSketch> change) {
        return LintSubject.selfSigned(
                changed(CertificateSketch.issuer(), change).der());
    }

    static LintSubject client(Consumer<CertificateSketch> change) {
        return clientUnder(ISSUER, change);
    }

    static LintSubject clientUnder(LintSubject issuer, Consumer<CertificateSketch> change) {
        return LintSubject.endEntity(changed(CertificateSketch.client(), change).der(), issuer);
    }

    static LintSubject server(Consumer<CertificateSketch> change) {
        return LintSubject.endEntity(changed(CertificateSketch.server(), change).der(), ISSUER);
    }

    static LintSubject authority(Consumer<CertificateSketch> change) {
        return authorityUnder(ISSUER, change);
    }

    static LintSubject authorityUnder(LintSubject issuer, Consumer<CertificateSketch> change) {
        return LintSubject.authority(
                changed(CertificateSketch.authority(), change).der(), issuer);
    }

    static NameConstraints permitting(GeneralName... names) {
        GeneralSubtree[] permitted = new GeneralSubtree[names.length];
        for (int i = 0; i < names.length; i++) {
            permitted[i] = new GeneralSubtree(names[i]);
        }
        return new NameConstraints(permitted, null);
    }

    private static CertificateSketch changed(CertificateSketch sketch, Consumer<CertificateSketch> change) {
        change.accept(sketch);
        return sketch;
    }
}
