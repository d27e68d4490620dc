"""What is submitted to management on the screen: the list, sending, one submission with its decision."""
