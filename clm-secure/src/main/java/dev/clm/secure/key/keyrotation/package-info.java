/** Rotation of data keys: its state, its batches, its proof. Rows pass through sealed; no plain key leaves the vault's call. */
package dev.clm.secure.key.keyrotation;
