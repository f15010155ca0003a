/** People and their password hashes. No password and no hash ever leaves. */
package dev.clm.core.identity.user;
