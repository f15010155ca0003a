/** The command line, one class a command. Secrets are printed only where printing them once is the command's purpose. */
package dev.clm.api.process.cli;
