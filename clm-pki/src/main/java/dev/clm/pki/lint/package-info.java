/** The rules of RFC 5280 that every certificate passes before the real key signs it. No key and no signature operation ever enters here. */
package dev.clm.pki.lint;
