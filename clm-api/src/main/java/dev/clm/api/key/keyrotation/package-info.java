/** Rotation of data keys over REST and by the clock, and the threads that do it. Key ids and counts leave it; keys never do. */
package dev.clm.api.key.keyrotation;
