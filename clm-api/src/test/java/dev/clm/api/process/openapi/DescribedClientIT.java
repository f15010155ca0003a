package dev.clm.api.process.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.client.ApiClient;
import dev.clm.client.ApiException;
import dev.clm.client.ApiResponse;
import dev.clm.client.api.CertificatesApi;
import dev.clm.client.api.CertificatesApi.APIChangeCertificateRequest;
import dev.clm.client.api.CertificatesApi.APIExportPrivateKeyRequest;
import dev.clm.client.api.CertificatesApi.APIIssueCertificateRequest;
import dev.clm.client.api.CertificatesApi.APIReadCertificateRequest;
import dev.clm.client.api.CertificatesApi.APIRevokeCertificateRequest;
import dev.clm.client.api.CertificatesApi.APISearchCertificatesRequest;
import dev.clm.client.api.EncryptionKeysApi;
import dev.clm.client.api.EncryptionKeysApi.APIListEncryptionKeysRequest;
import dev.clm.client.api.EncryptionKeysApi.APIRotateEncryptionKeyRequest;
import dev.clm.client.api.KeyRotationsApi;
import dev.clm.client.api.KeyRotationsApi.APIReadKeyRotationRequest;
import dev.clm.client.model.Certificate;
import dev.clm.client.model.CertificateSummary;
import dev.clm.client.model.ChangeCertificateBody;
import dev.clm.client.model.EncryptionKey;
import dev.clm.client.model.ExportPrivateKeyBody;
import dev.clm.client.model.IssueCertificateBody;
import dev.clm.client.model.IssuedCertificate;
import dev.clm.client.model.KeyRotation;
import dev.clm.client.model.RequestedAlternativeName;
import dev.clm.client.model.RequestedKey;
import dev.clm.client.model.RevokeCertificateBody;
import dev.clm.client.model.RevokedCertificate;
import dev.clm.client.model.RotateEncryptionKeyBody;
import dev.clm.client.model.SubjectName;
import java.io.File;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The main flow through a client that a generator made from docs/openapi.json in this build. It takes no member that is not described. */
class DescribedClientIT {
    private final Tenant tenant = Tenant.create();
    private final ApiClient client = client();
    private final CertificatesApi certificates = new CertificatesApi(client);

    @Test
    void aCertificateIsIssuedFoundReadAnnotatedExportedAndRevoked() throws ApiException {
        ApiResponse<IssuedCertificate> issued =
                certificates.issueCertificateWithHttpInfo(APIIssueCertificateRequest.newBuilder()
                        .idempotencyKey(Tenant.unique("client"))
                        .issueCertificateBody(request("client.example"))
                        .build());
        assertThat(issued.getStatusCode()).isEqualTo(201);
        UUID id = issued.getData().getId();
        assertThat(issued.getHeaders().get("location").get(0)).endsWith(id.toString());

        assertThat(certificates
                        .searchCertificates(APISearchCertificatesRequest.newBuilder()
                                .commonName("client.example")
                                .build())
                        .getItems())
                .extracting(CertificateSummary::getId)
                .containsExactly(id);

        ApiResponse<Certificate> read = certificates.readCertificateWithHttpInfo(
                APIReadCertificateRequest.newBuilder().id(id).build());
        assertThat(read.getData().getStatus()).isEqualTo(Certificate.StatusEnum.ACTIVE);
        String tag = read.getHeaders().get("etag").get(0);

        assertThat(annotate(id, tag).getTags()).containsExactly("client");
        assertThat(catchThrowableOfType(ApiException.class, () -> annotate(id, tag))
                        .getCode())
                .isEqualTo(412);

        assertThat(export(id)).isNotEmpty();
        assertThat(revoke(id).getStatus()).isEqualTo(RevokedCertificate.StatusEnum.REVOKED);
    }

    @Test
    void aKeyIsRotated() throws ApiException {
        certificates.issueCertificate(APIIssueCertificateRequest.newBuilder()
                .issueCertificateBody(request("rotated.example"))
                .build());
        EncryptionKeysApi keys = new EncryptionKeysApi(client);
        UUID key = keys
                .listEncryptionKeys(APIListEncryptionKeysRequest.newBuilder().build())
                .getItems()
                .stream()
                .filter(one -> one.getPurpose() == EncryptionKey.PurposeEnum.CERTIFICATE)
                .map(EncryptionKey::getId)
                .findFirst()
                .orElseThrow();

        KeyRotation rotation = keys.rotateEncryptionKey(APIRotateEncryptionKeyRequest.newBuilder()
                        .id(key)
                        .rotateEncryptionKeyBody(new RotateEncryptionKeyBody()
                                .rotationType(RotateEncryptionKeyBody.RotationTypeEnum.MANUAL))
                        .build())
                .getKeyRotation();

        assertThat(rotation.getOldKeyId()).isEqualTo(key);
        await().until(() -> new KeyRotationsApi(client)
                        .readKeyRotation(APIReadKeyRotationRequest.newBuilder()
                                .id(rotation.getId())
                                .build())
                        .getStatus()
                == KeyRotation.StatusEnum.COMPLETED);
    }

    private Certificate annotate(UUID id, String tag) throws ApiException {
        return certificates.changeCertificate(APIChangeCertificateRequest.newBuilder()
                .id(id)
                .ifMatch(tag)
                .changeCertificateBody(new ChangeCertificateBody().tags(List.of("client")))
                .build());
    }

    private File export(UUID id) throws ApiException {
        return certificates.exportPrivateKey(APIExportPrivateKeyRequest.newBuilder()
                .id(id)
                .exportPrivateKeyBody(new ExportPrivateKeyBody()
                        .format(ExportPrivateKeyBody.FormatEnum.PKCS12)
                        .passphrase("an example passphrase"))
                .build());
    }

    private RevokedCertificate revoke(UUID id) throws ApiException {
        return certificates
                .revokeCertificate(APIRevokeCertificateRequest.newBuilder()
                        .id(id)
                        .revokeCertificateBody(
                                new RevokeCertificateBody().reason(RevokeCertificateBody.ReasonEnum.SUPERSEDED))
                        .build())
                .getRevokedCertificate();
    }

    private static IssueCertificateBody request(String name) {
        return new IssueCertificateBody()
                .subject(new SubjectName().commonName(name))
                .key(new RequestedKey()
                        .algorithm(RequestedKey.AlgorithmEnum.ECDSA)
                        .exportable(true))
                .addSubjectAlternativeNamesItem(new RequestedAlternativeName()
                        .type(RequestedAlternativeName.TypeEnum.DNS)
                        .value(name));
    }

    private ApiClient client() {
        ApiClient made = new ApiClient();
        made.updateBaseUri("http://127.0.0.1:" + RunningService.shared().port());
        made.setRequestInterceptor(tenant.administrator()::authorize);
        ObjectMapper strict = made.getObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        made.setObjectMapper(strict);
        return made;
    }
}
