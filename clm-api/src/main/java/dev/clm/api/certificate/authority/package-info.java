/** Making authorities and serving their public files. Authority keys are used through the vault only. */
package dev.clm.api.certificate.authority;
