"""A real Spark; packaging/checks/spark.sh runs these, and says what they need."""
