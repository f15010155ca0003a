/** What relying parties fetch without a credential: authority certificates and CRLs. Nothing of a tenant but these leaves here. */
package dev.clm.api.protocol.publicfiles;
