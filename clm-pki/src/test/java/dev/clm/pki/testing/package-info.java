/** Programs that are not ours, as judges of what we make; other modules find them in the test-jar of this one. */
package dev.clm.pki.testing;
