"""What is stored about people (clause 47; docs/personal_data.md): why, how long; a copy for the person, erasure."""
