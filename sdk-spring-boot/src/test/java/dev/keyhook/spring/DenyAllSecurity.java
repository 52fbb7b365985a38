package dev.keyhook.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Denies every request, with CSRF protection on. */
@Configuration(proxyBeanMethods = false)
class DenyAllSecurity {

  @Bean
  SecurityFilterChain denyAll(HttpSecurity http) throws Exception {
    http.authorizeHttpRequests(requests -> requests.anyRequest().denyAll());
    return http.build();
  }
}
