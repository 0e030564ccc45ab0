"""Side questions: a department without a seat is asked about a talk by letter or link; the contact sees none of it."""
