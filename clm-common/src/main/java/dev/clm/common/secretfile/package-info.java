/** The one way to read a file that holds a secret. Its content leaves as bytes that the caller zeroes, its name and mode in messages. */
package dev.clm.common.secretfile;
