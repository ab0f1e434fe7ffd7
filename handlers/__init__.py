"""What happens when somebody writes, presses or comments: one thin module per situation."""
