//! Integration tests of the product.
