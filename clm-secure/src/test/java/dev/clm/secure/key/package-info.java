/** Programs that are not ours, as judges of what clm-secure makes. */
package dev.clm.secure.key;
