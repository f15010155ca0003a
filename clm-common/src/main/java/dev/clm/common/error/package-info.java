/** The one error type of the product. It never carries a secret, a row's content or another tenant's name. */
package dev.clm.common.error;
