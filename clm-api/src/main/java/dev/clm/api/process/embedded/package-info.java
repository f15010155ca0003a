/** The embedded server's folder and what a first start puts there. Every secret in it is a file of mode 0600 in a folder of mode 0700. */
package dev.clm.api.process.embedded;
