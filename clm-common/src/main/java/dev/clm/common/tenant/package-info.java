/** Who acts and for which organization. Identity only: credentials never enter this package. */
package dev.clm.common.tenant;
