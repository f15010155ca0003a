# The packaged service on a Debian- or Ubuntu-based JRE 17 image. Build the jar first: mvn -B -DskipTests package
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}
RUN groupadd --gid 10001 clm \
 && useradd --uid 10001 --gid clm --no-create-home --home-dir /var/lib/clm --shell /usr/sbin/nologin clm \
 && install -d -o clm -g clm -m 0700 /var/lib/clm
COPY docker/create-master-key docker/check-readiness /opt/clm/
COPY clm-api/target/clm.jar /opt/clm/clm.jar
USER 10001:10001
WORKDIR /var/lib/clm
ENV LANG=C.UTF-8 CLM_DATA_DIR=/var/lib/clm CLM_HTTP_ADDRESS=0.0.0.0 CLM_HTTP_PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/clm/check-readiness"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/clm/clm.jar"]
CMD ["serve"]
