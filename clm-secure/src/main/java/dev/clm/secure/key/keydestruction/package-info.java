/** The end of data keys: delayed, cancellable, and then for good. Wrapped material is read here to be erased; only its digest leaves. */
package dev.clm.secure.key.keydestruction;
